"""One box: what is typed is understood where it is typed."""

import pytest

from coach.explanation import Citation, Explanation
from coach.intents import (
    AboutCoach,
    Explain,
    Intent,
    ListFollowUps,
    ListQuestions,
    ListTopics,
    Prepare,
    Quiz,
    Review,
    ShowProgress,
    ShowSources,
    SmallTalk,
    StartInterview,
    intent_of,
)
from coach.replies import ADDING, ANSWERING, BYE, HELLO, HELP, MANAGING, SORRY, WELCOME
from corpus.entries import Level, Location

PLACE = Location(start_line=1, end_line=2)
TIDES = Citation(n=1, entry_id="tides", question="Tides?", document="sea.md", location=PLACE, quote="Tides rise.")
JUST_TOLD = Explanation(
    query="Tides?",
    answer="Tides rise. [1]",
    answerable=True,
    citations=(TIDES,),
    follow_ups=("Why two a day?", "What are waves?", "What is slack water?"),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("quiz me on this", Quiz(entry_ids=("tides",))),
        ("Quiz me!", Quiz(entry_ids=("tides",))),
        ("quiz me on decision trees", Quiz(subject="decision trees")),
        ("Could you ask me 5 questions about regularisation?", Quiz(subject="regularisation", questions=5)),
        ("test me on k-means as a senior", Quiz(subject="k-means", level=Level.SENIOR)),
        ("start a short interview on trees", StartInterview(subject="trees", questions=3)),
        ("Let's do a mock interview", StartInterview()),
        ("start a 20 minute senior interview about NLP", StartInterview(subject="nlp", minutes=20, level=Level.SENIOR)),
        ("interview me on SQL with five questions", StartInterview(subject="sql", questions=5)),
        ("what am I weak at?", ShowProgress()),
        ("Show me my weak spots", ShowProgress()),
        ("how am I doing?", ShowProgress()),
        ("what should I study next?", ShowProgress()),
        ("what's due today?", Review()),
        ("next", Explain(text="Why two a day?")),
        ("2", Explain(text="What are waves?")),
        ("the third one", Explain(text="What is slack water?")),
        ("why?", Explain(text="why?")),
        ("simpler, please", Explain(text="simpler, please")),
        ("hello", SmallTalk(reply=HELLO)),
        ("Thanks a lot!", SmallTalk(reply=WELCOME)),
        ("thanks, bye", SmallTalk(reply=BYE)),
        ("help", SmallTalk(reply=HELP)),
        ("What can you do?", SmallTalk(reply=HELP)),
        ("who are you", AboutCoach()),
        ("what's your name?", AboutCoach()),
        ("what is the STAR method?", SmallTalk(reply=ANSWERING)),
        ("how do I structure my answer?", SmallTalk(reply=ANSWERING)),
        ("how should I answer behavioral questions", SmallTalk(reply=ANSWERING)),
        ("how long should the answer be?", SmallTalk(reply=ANSWERING)),
        ("how do I add my own questions?", SmallTalk(reply=ADDING)),
        ("Can I upload a PDF file?", SmallTalk(reply=ADDING)),
        ("how do I delete this conversation", SmallTalk(reply=MANAGING)),
        ("what can you not do?", SmallTalk(reply=HELP)),
        ("Are you ChatGPT?", AboutCoach()),
        ("which model do you use?", AboutCoach()),
        ("does my data leave this machine?", AboutCoach()),
        ("is it free?", Explain(text="is it free?")),
        ("how do I answer that in an interview?", Explain(text="how do I answer that in an interview?")),
        ("that doesn't help", SmallTalk(reply=SORRY)),
        ("where did you read that?", ShowSources(answer=JUST_TOLD)),
        ("That's wrong!", ShowSources(answer=JUST_TOLD, doubted=True)),
        ("what would an interviewer ask next?", ListFollowUps(answer=JUST_TOLD)),
        ("I have my interview in two weeks, where should I start?", Prepare(days=14)),
        ("my Google interview is tomorrow", Prepare(days=1)),
        ("I have an interview at Google in 10 days for ML engineer, where do I begin?", Prepare(days=10)),
        ("What do interviewers usually ask about Trees?", ListQuestions(subject="Trees")),
    ],
)
def test_what_is_typed_is_understood(said: str, meant: Intent) -> None:
    assert intent_of(said, JUST_TOLD) == meant


@pytest.mark.parametrize(
    "said",
    [
        "What is a test set?",
        "How do I test a model?",
        "In an interview, what should I say about overfitting?",
        "How do I prepare data for training?",
        "I have an interview tomorrow, explain dropout",
        "Where should I start with transformers?",
        "How do I explain overfitting in an interview next week?",
        "What questions should I ask the interviewer?",
        "What is a learning rate schedule?",
        "What do you know about trees?",
        "Is it true that bagging reduces bias?",
        "Help me understand attention",
        "What happens in a system design interview?",
        "What is a code review?",
        "Explain next-token prediction",
        "What should I study to understand transformers?",
        "What am I optimising in logistic regression?",
        "Why is my progress bar stuck?",
        "How are you weighting the classes?",
        "hello world program in Python",
        "great expectations library",
    ],
)
def test_a_question_stays_a_question(said: str) -> None:
    assert intent_of(said, JUST_TOLD) == Explain(text=said)


SAID: dict[type, list[str]] = {
    Quiz: [
        "quiz me on this please",
        "can you quiz me on this?",
        "could you please quiz me about decision trees",
        "quizz me on this",
        "qiuz me",
        "test me on that",
        "ask me something about SVMs",
        "ask me a question",
        "now ask me about it",
        "give me a quiz on PCA",
        "I'd like a quiz on attention",
        "let's do a quick quiz",
        "check my understanding of dropout",
        "examine me on statistics, 4 questions",
        "Please ask me three questions on this topic.",
        "now quiz me",
        "hey coach, quiz me on k-means",
        "grill me on transformers",
        "test my knowledge of SQL",
        "drill me on regularization",
        "i want to be quizzed on bias and variance",
        "question me about boosting",
    ],
    StartInterview: [
        "start a short interview on trees",
        "strat an interview",
        "start an interveiw on NLP",
        "can we do a mock interview about MLOps?",
        "interview me",
        "I want to practise an interview",
        "let's have a 30-minute interview for a senior role",
        "begin interview",
        "give me a quick interview on statistics please",
        "I'd like to start an interview with five questions on deep learning",
        "mock interview please",
        "could you interview me on recommender systems?",
        "simulate an interview",
    ],
    ShowProgress: [
        "what am I weak at?",
        "what are my weaknesses",
        "waht am i weak at",
        "where am I weak?",
        "which topics am I bad at?",
        "show my progress",
        "how did I do so far?",
        "what should I work on next?",
        "what do I need to practise?",
        "my weak spots please",
        "tell me my weak points",
        "how well am I doing?",
    ],
    Review: [
        "what's due?",
        "start my review",
        "is anything due today?",
        "let's review",
        "what do I have to review today?",
    ],
    Prepare: [
        "How do I prepare for an interview?",
        "where should I start?",
        "give me a study plan",
        "make me a study plan for two weeks",
        "my interview is in 10 days. how should I prepare?",
        "I have an interview next week",
        "help me prepare",
    ],
    ListTopics: [
        "what topics do you cover?",
        "how many questions do you have?",
        "list topics",
        "which topics are there?",
        "what is in my notes?",
        "what do you know?",
    ],
    ListQuestions: [
        "What questions do interviewers ask about trees?",
        "list questions about SQL",
        "give me 3 questions about clustering",
        "interview questions on transformers",
        "what could I be asked about dropout?",
        "show me some hard questions about GANs",
        "what are the most important questions about NLP?",
    ],
    ListFollowUps: [
        "What else could they ask me about this?",
        "and what might I be asked next",
        "follow-up questions?",
        "which follow-ups should I expect?",
        "give me some likely follow up questions",
        "what do interviewers usually ask after that?",
    ],
    ShowSources: [
        "are you sure?",
        "really?",
        "source?",
        "how do you know that?",
        "is that true?",
        "I disagree",
        "that is not correct",
    ],
    SmallTalk: [
        "hello",
        "hi there!",
        "thanks!",
        "thank you so much",
        "great, thanks",
        "hm ok",
        "ah, I see",
        "good morning coach",
    ],
    Explain: [
        "why?",
        "back to the first thing",
        "simpler",
        "what is a quiz in adaptive testing?",
        "what is an interview panel?",
        "how do I start an interview well?",
        "how long should an A/B test run?",
        "how should I answer the question about weaknesses?",
        "how do I structure a data science project?",
        "test error vs training error",
        "test set leakage",
        "question answering with BERT",
        "how do I quiz a model on facts?",
        "what is the next token?",
        "next sentence prediction",
        "first and second moment in Adam",
        "why do interviewers ask about p-values?",
        "review of gradient boosting papers",
        "what is weak supervision?",
        "what are weak learners?",
        "why is progress slow in training?",
        "test statistic",
        "drill-down analysis",
        "mock objects in tests",
        "how to test my model?",
        "ask me anything about RAG is what they said; what is RAG?",
        "what should I say if they ask me about dropout?",
        "examine the residual plot",
        "how do I show my model's progress bar?",
        "number of trees",
        "first order optimisation",
        "code review checklist",
        "when is a t-test due to fail?",
        "what am I optimising in logistic regression?",
        "short interview answer on overfitting",
        "thanks, and what is recall?",
        "hi, what is a tensor?",
        "start with the definition of entropy",
        "begin with gradient descent",
        "give me an interview answer for dropout",
    ],
}


@pytest.mark.parametrize(("meant", "said"), [(meant, said) for meant, several in SAID.items() for said in several])
def test_polite_forms_and_slips_are_understood_and_questions_stay_questions(meant: type, said: str) -> None:
    intent = intent_of(said, JUST_TOLD)

    assert type(intent) is meant
    assert not isinstance(intent, Explain) or intent.text == said


@pytest.mark.parametrize("said", ["next please", "ok, next", "nxt", "the first", "go on with the first one"])
def test_the_next_suggestion_is_taken_in_many_words(said: str) -> None:
    assert intent_of(said, JUST_TOLD) == Explain(text="Why two a day?")


def test_a_subject_keeps_its_capitals_and_loses_the_interview() -> None:
    assert intent_of("which questions are asked about SQL in interviews?") == ListQuestions(subject="SQL")


def test_without_an_answer_there_are_no_sources_to_show() -> None:
    assert intent_of("are you sure?") == Explain(text="are you sure?")


def test_without_a_conversation_this_and_next_point_at_nothing() -> None:
    assert intent_of("quiz me on this") == Quiz()
    assert intent_of("next") == Explain(text="next")
