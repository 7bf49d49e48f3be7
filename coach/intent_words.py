"""The wording of what is asked of the coach itself, as patterns over casefolded words.

Read by coach.intents. Each pattern takes clear cases only.
"""

import re

COMMANDS = ("quiz", "interview", "start", "review", "progress", "weak", "weaknesses", "next", "what", "questions")
LONGEST_COMMAND = 12
SHORT_INTERVIEW = 3  # questions of an interview that is to be short or quick
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}

POLITE = re.compile(
    r"^(?:(?:please|ok(?:ay)?|now|so|hey|hi|hello|well|alright|then|great|thanks?|coach|and)[,.! ]+)*"
    r"(?:(?:can|could|would|will) (?:you|we|i) (?:please )?"
    r"|i(?:'d| would) like (?:you )?to |i(?:'d| would) like (?=an? )|i want (?:you )?to |i want (?=an? )"
    r"|let'?s (?:do |have |try )?|let us |how about |time for )?(?:please |just )?"
)
QUIZ = re.compile(
    r"(?:quiz|test|examine|drill|question|grill) (?:me|us|my knowledge)\b(?P<rest>.*)"
    r"|(?:be |get )?quizzed (?P<rest4>(?:on|about) .*)"
    r"|(?:check|test) my (?:knowledge|understanding)\b(?P<rest5>.*)"
    r"|ask me (?:a |some |another |(?:\d+|\w+) )?(?:\w+ )?(?:questions?|one)\b(?P<rest2>.*)"
    r"|ask me something\b(?P<rest6>.*)"
    r"|ask me (?P<rest7>(?:about|on) .*)"
    r"|(?:practi[sc]e|rehearse)(?P<practised> (?!with|for|how|my)\w.*)"
    r"|(?:an? |start an? |give me an? |do an? )?(?:(?:short|quick|little|pop|mini|new) )?quiz"
    r"(?: (?=on|about)|[.!? ]*$)(?P<rest3>.*)"
)
STARTS_INTERVIEW = re.compile(
    r"^(?:start|begin|run|hold|conduct|simulate|do|have|give me|take|try|practi[sc]e) "
    r"(?:(?!how|what|for|with)[\w'-]+ ){0,6}?interview\b(?! (?:answer|question|tip|guide|process|prep))"
    r"|^interview me\b"
    r"|^(?:an? )?(?:\w+ ){0,3}(?:mock|short|quick|practi[sc]e|\d+[- ]minutes?) interview\b"
    r"(?! (?:answer|question|tip|guide|process|prep))"
)
PROGRESS = re.compile(
    r"^(?:what|where|(?:on |in |at )?(?:which|what) (?:topics?|areas?|subjects?|things?)) (?:am|'m) i "
    r"(?:still |most |really )?(?:weak(?:est)?|bad|strong(?:est)?|good|worst|best)\b"
    r"|^where (?:am i|do i stand)\b"
    r"|^(?:(?:show|see|tell)(?: me)?|what(?:'s| is| are)|how(?:'s| is)|list)? ?my (?:current |biggest |main )?"
    r"(?:progress|weak(?:nesse?s?| spots?| points?| topics?| areas?)|strengths?|results|scores?)"
    r"(?: (?:so far|please|now|today))*[.?! ]*$"
    r"|^how (?:well )?(?:am i (?:doing|getting on)|did i do)\b"
    r"|^what (?:should|do|must) i (?:need to |have to )?(?:study|learn|practi[sc]e|work on|improve)"
    r"(?: (?:next|first|today|now))?[.?! ]*$"
)
REVIEW = re.compile(
    r"^what(?:'s| is) due\b(?! (?:to|process|diligence)\b)"
    r"|^(?:start |do |begin )?(?:my |the |a )?(?:review|revision)s?(?: session)?(?: now| today)?[.?! ]*$"
    r"|^(?:is )?anything due\b"
    r"|^what (?:do|should|must) i (?:have to |need to )?review(?: (?:next|first|today|now))?[.?! ]*$"
)
_INTERVIEW = r"(?:[\w'-]+ ){0,5}interviews?"
SOON = re.compile(
    r"^(?!what|how|why|which|when|where|who|should|can|could|do|does|is|are|explain|tell)"
    r"(?:(?:i have|i've|i have got|i've got|there is|there's|my|i) )?"
    rf"(?:[\w'-]+ ){{0,4}}{_INTERVIEW}(?: (?:at|with|for) (?:[\w'-]+ ){{0,3}}?[\w'-]+)?(?: is)?(?: coming)?(?: up)? "
    r"(?:in (?:about |only |just )?(?P<n>an?|\d+|\w+)(?: more)? (?P<unit>day|week|month)s?|(?P<day>tomorrow|today|soon)"
    r"|next (?P<next>week|month)|(?:on |this )?\w+day)\b"
    r"(?: (?:at|with|for|as) (?:[\w'-]+ ){0,4}[\w'-]+(?=\W*$|[,.;:!]))?(?:[,.;:!-]| and| so)*"
)
PREPARE = re.compile(
    r"^(?:where|how|with what|what) (?:should|do|can|shall|must|would) (?:i|we) (?:best |even )?(?:start|begin)"
    rf"(?: (?:preparing|studying|learning|practi[sc]ing|from))?(?: for {_INTERVIEW})?[.?! ]*$"
    r"|^how (?:should|do|can|could|would|to|shall) ?(?:i|we)? ?(?:best )?(?:prepare|study|get ready|practi[sc]e|revise)"
    rf"(?: best)?(?: (?:for|in) {_INTERVIEW})?"
    r"(?: (?:in|with|within) (?:[\w'-]+ ){1,3}(?:days?|weeks?|months?))?[.?! ]*$"
    r"|^(?:(?:give|make|create|write|show|get)(?: me)? |i need |i want |(?:do you have|what is|what's|is there) )?"
    r"(?:an? |the |my )?(?:\w+ )?(?:(?:study|preparation|prep|revision) (?:plan|schedule|roadmap)"
    r"|(?:learning|training) (?:plan|roadmap))"
    rf"(?: (?:for|until|till) (?:{_INTERVIEW}|(?:[\w'-]+ ){{1,3}}(?:days?|weeks?|months?)))?(?: please)?[.?! ]*$"
    r"|^help me (?:to )?(?:prepare|get ready|study)\b"
)
_LIBRARY = r"(?:topics?|subjects?|areas?|questions?|documents?|notes|entries)"
TOPICS = re.compile(
    rf"^(?:what|which|how many) {_LIBRARY} (?:do you|are|can you|have you|does this|can i|is)\b"
    r"(?: (?:have|cover|know|ask|there|in|got|your|my|the|about|notes|library|available|here|me|on|covered))*[.?! ]*$"
    rf"|^(?:list|show|name|tell)(?: me)? (?:all )?(?:of )?(?:the |your |my )?{_LIBRARY}[.?! ]*$"
    r"|^what(?:'s| is| do you have) in (?:the|your|my) (?:notes|library)[.?! ]*$"
    r"|^what (?:do|can) you (?:know|cover|explain|teach me)(?: about)?[.?! ]*$"
)
_OFTEN = r"(?: (?:usually|often|typically|commonly|most|in (?:an?|the|my) interviews?|me|you|us))*"
_ON = (
    r"(?:on|about|regarding|around|related to|concerning|for) (?P<subject>.+?)"
    r"(?: in (?:an? |the |my )?interviews?)?[.?! ]*$"
)
_MAY = r"(?: (?:do|would|could|can|might|will|should|are|is|may))?"
_WHO_ASKS = r"(?:they|you|interviewers?|an interviewer|people|companies|recruiters?|somebody|someone)"
QUESTIONS = [
    re.compile(pattern)
    for pattern in (
        r"^(?:list|show|name|give|tell)(?: me| us)?(?: (?!code\b)[\w'-]+){0,4}? questions "
        rf"(?:that (?:\w+ ){{0,5}})?{_ON}",
        rf"^(?:what|which)(?: are)?(?: [\w'-]+){{0,4}}? questions?{_MAY}(?: {_WHO_ASKS}| i)?{_OFTEN}"
        rf"(?: (?:be|get|being))?(?: (?:ask|asked|expect|expected|come up))?{_OFTEN} {_ON}",
        rf"^what{_MAY} (?:{_WHO_ASKS}{_OFTEN} (?:ask|want to know)|i{_OFTEN} (?:be asked|get asked)){_OFTEN} {_ON}",
        r"^(?:(?:some|common|typical|popular|frequent|likely|top|sample|example|practi[sc]e|more|other|\d+) )*"
        rf"(?:interview )?questions {_ON}",
    )
]
_NEXT = r"(?:next|then|now|here|further|on top|(?:about|on|after|of|for|to) (?:this|that|it)|as (?:an? )?follow-?ups?)"
FOLLOW_UPS = re.compile(
    rf"^(?:and )?what (?:else )?(?:would|could|might|may|will|can|do|does|should) {_WHO_ASKS}{_OFTEN} "
    rf"(?:ask|want to know)(?: me)?(?: {_NEXT})+[.?! ]*$"
    rf"|^(?:and )?what (?:else )?(?:would|could|might|may|will|can|should) i (?:be asked|get asked|expect)(?: {_NEXT})+"
    r"[.?! ]*$"
    rf"|^(?:and )?what else {_MAY.strip()} (?:{_WHO_ASKS} ask(?: me)?|i be asked)[.?! ]*$"
    r"|^(?:(?:what|which)(?: are)?|any|give(?: me)?|show(?: me)?|list)?"
    r"(?: (?:the|some|common|likely|typical|possible|a))*"
    rf" ?follow-? ?up(?: question)?s?(?:{_MAY} (?:i|{_WHO_ASKS})(?: (?:get|ask|expect|be asked|have|there))?)?"
    rf"(?: {_NEXT})?(?: please)?[.?! ]*$"
)
SURE = re.compile(
    r"^(?:are you (?:really |quite |very |so |absolutely )?(?:sure|certain)(?: about (?:that|this|it))?|really"
    r"|is (?:that|this|it) (?:really |actually )?(?:true|right|correct|so)|says who|who says(?: so| that)?"
    r"|(?:and )?(?:from )?where (?:did|do|does|have) (?:you|that|this|it)"
    r" (?:read|get|got|find|found|take|come|have|know|learn)(?: (?:that|this|it|from))*"
    r"|where (?:is|was) (?:that|this|it) from"
    r"|(?:what(?:'s| is| are|'re) )?(?:the |your )?(?:sources?|references?|citations?)(?: (?:for|of) (?:that|this|it))?"
    r"|how do you know(?: that| this)?|(?:cite|show|name|give)(?: me)? (?:the |your )?sources?)"
    r"[?!. ]*(?:please)?[?!. ]*$"
)
WRONG = re.compile(
    r"^(?:no,? |but |i think |hm+,? )*(?:(?:(?:that|this|it|you|your answer)(?:'s| is|'re| are)|that) "
    r"(?:not (?:right|true|correct)|wrong|incorrect|false|mistaken|a mistake)"
    r"|i (?:disagree|don't agree|do not agree|don't think so|do not think so|don't believe (?:that|this|it|you))"
    r"|(?:that|this|it) (?:can't|cannot) be (?:right|true|correct))[.! ]*$"
)
THAT = re.compile(r"\b(?:it|this|that|these)\b")
"""What was just told."""
HELP = re.compile(
    r"^(?:help(?: me)?|what (?:can|do|could|else can|can't|can not|cannot) you (?:not )?do(?: for me)?(?: here)?"
    r"|what (?:can|could|should) i ask(?: you)?"
    r"|how (?:do you|do i use (?:this|you|it)|can i use (?:this|you)|can you help(?: me)?)(?: work)?"
    r"|(?:what|which) commands(?: are there| do you (?:know|have|understand))?|commands)[.?! ]*$"
)
_MINE = r"(?:my|our|own|some|more|new|a|an|other|the)"
_STUFF = (
    r"(?:(?:pdf|word|markdown|csv|text|interview) )?"
    r"(?:questions?|notes?|documents?|files?|pdfs?|material|content|(?:anki )?decks?|slides)"
)
_A_PROGRAM = (
    r"(?:chat ?gpt|gpt(?:[- ]?\d\w*)?|claude|gemini|llama|ai|bot|chatbot|robot|human|person|machine|real"
    r"|(?:large )?language model|llm|offline|online|free|private|local)"
)
THE_COACH = re.compile(
    r"^(?:so )?(?:who|what)(?: exactly)? are you(?: exactly)?[.?! ]*$|^what(?:'s| is) your name[.?! ]*$"
    rf"|^(?:are you|is this) (?:an? |really |just )*{_A_PROGRAM}[.?! ]*$"
    r"|^(?:which|what) (?:ai |language |kind of )?(?:model|llm|ai) (?:are you|is (?:this|behind (?:this|you))"
    r"|do you (?:use|run)|are you using|answers)[.?! ]*$"
    r"|^(?:do|does) (?:you|this) (?:use|need|work with(?:out)?|require) (?:the |an? )?"
    r"(?:internet|api key|key|account|network|cloud)[.?! ]*$"
    r"|^(?:does|do|is|are|will) (?:my |our )?(?:data|questions|words|answers|notes|anything|conversations?)"
    r" (?:ever )?(?:leave|sent|stored|kept|saved|private|shared|safe|go)\b.*$"
    r"|^where (?:is|are) (?:my |our )?(?:data|questions|answers|notes|conversations?) (?:stored|kept|saved)[.?! ]*$"
)
ADDING = re.compile(
    r"^(?:how (?:do|can|could|to) ?(?:i|we)? ?|(?:can|may|could) (?:i|we) |where (?:do|can) (?:i|we) )"
    rf"(?:add|upload|import|load|bring|ingest|put in) (?:{_MINE} )*{_STUFF}[.?! ]*$"
)
MANAGING = re.compile(
    r"^(?:how (?:do|can|to) ?(?:i|we)? ?|(?:can|could) (?:i|you) |please )?"
    r"(?:delete|remove|rename|export|save|download) (?:this|the|my|our|a) (?:conversation|chat)(?: history)?[.?! ]*$"
)
_QUESTIONS_KIND = r"(?:behaviou?ral|interview|technical|hr|situational) questions?"
ANSWERING = re.compile(
    r"^(?:(?:what(?:'s| is)|explain|tell me about|how do i use) )?(?:the )?"
    r"star[- ](?:method|technique|format|framework|approach)[.?! ]*$|^what(?:'s| is) star[.?! ]*$"
    r"|^how (?:do|should|would|can|to) ?(?:i|we|you|one)? ?(?:best )?(?:answer|structure|organi[sz]e|frame) "
    r"(?:an? |the |my |this |that |these )?"
    rf"(?:(?:good |technical |interview )?(?:answers?|it|this|that)|{_QUESTIONS_KIND}|stor(?:y|ies))"
    r"(?: (?:to|in) (?:an? |the |this |my )?(?:\w+ )?(?:interviews?|questions?))?[.?! ]*$"
    r"|^(?:and )?how long (?:should|must|can|may|is) (?:my |the |an? |a good )?(?:answers?|reply|story)"
    r"(?: be| take)?[.?! ]*$"
    r"|^what makes (?:an? )?(?:good|great|strong) (?:interview )?answers?[.?! ]*$"
)
BYE = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?(?: a lot| so much| very much)?|that's all|that is all|great)[,.! ]*)*"
    r"(?:good ?bye|bye(?: bye)?|see you(?: \w+)?|good ?night|ciao)[.! ]*$"
)
RUDE = re.compile(
    r"^(?:you(?:'re| are) (?:so |really |very |just )?"
    r"(?:useless|stupid|dumb|bad|terrible|no help|not helpful|not helping)"
    r"|(?:this|that)(?: is|'s| was) (?:so |really |very )?(?:useless|stupid|rubbish|not helpful|bad|terrible|no help)"
    r"|(?:this|that|it)(?: does not| doesn't| did not| didn't) help(?: me)?)[.! ]*$"
)
DAYS = {"day": 1, "week": 7, "month": 30}
NEXT = re.compile(
    r"^(?:next(?: (?:one|question|suggestion))?|continue|what(?:'s| is)? next|and next|go on to the next"
    r"|(?:the )?next one)[,.?! ]*(?:please)?[.?! ]*$"
)
PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4}
CHOSEN = re.compile(
    r"^(?:go on with |take |let'?s take |i'?ll take )?(?:(?:number |no\.? |#|option |question |the )?(?P<n>[1-9])"
    r"|the (?P<word>first|second|third|fourth|fifth|last)(?: (?:one|question))?)[,.?!) ]*(?:please)?[.?! ]*$"
)
THANKS = re.compile(
    r"^(?:(?:thanks?(?: you)?(?: very much| a lot| so much)?|thx|cheers|great|perfect|got it|cool|nice|ok(?:ay)?"
    r"|that helps?|(?:that )?makes sense|good|h+m+|oh|ah+|i see|alright|understood|interesting)[,.! ]*)+$"
)
HELLO = re.compile(r"^(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there)?[.! ]*(?:coach)?[.! ]*$")
ABOUT = re.compile(r"\b(?:on|about|in|of|over|for|covering)\b (?P<subject>.+)$")
THIS = re.compile(r"\b(?:this|that|it|these|those)(?: (?:topic|subject|question|one))?\b[.?! ]*$")
COUNT = re.compile(r"\b(?P<n>\d{1,3}|" + "|".join(NUMBERS) + r")[- ](?:\w+ )?questions?\b")
MINUTES = re.compile(r"\b(?P<n>\d{1,3}|" + "|".join(NUMBERS) + r")[- ]?(?:minutes?|min)\b")
LEVEL = re.compile(r"\b(?P<level>junior|mid|senior)(?:[- ]level)?\b")
AS_A = re.compile(
    r"\b(?:as|for|at) (?:an? )?(?:junior|mid|senior)\b.*$|\bwith \S+ questions?\b|\b(?:please|now|today)\b"
    r"|\blasting .*$"
)
