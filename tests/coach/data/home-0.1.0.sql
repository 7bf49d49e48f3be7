BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE chunks (
	document VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	text TEXT NOT NULL, 
	text_hash VARCHAR(32) NOT NULL, 
	start INTEGER, 
	"end" INTEGER, 
	CONSTRAINT pk_chunks PRIMARY KEY (document, position, number), 
	CONSTRAINT fk_chunks_documents_document FOREIGN KEY(document) REFERENCES documents (name) ON DELETE CASCADE
);
INSERT INTO "chunks" VALUES('trains.txt',0,0,'question','What is a bogie and why do trains have them?','c8018b15a023ada1ac8284668b06eae9',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',0,1,'entry','What is a bogie and why do trains have them?
A bogie is the frame with wheels below a railway carriage. It turns against the carriage body, so that a long carriage
can go round a tight curve without leaving the rails.

It also carries the springs. Without them each rail joint would be felt in every seat.','2546fa11cfc01adbb89c5dc53cf70a1e',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',0,2,'answer','What is a bogie and why do trains have them?
A bogie is the frame with wheels below a railway carriage. It turns against the carriage body, so that a long carriage
can go round a tight curve without leaving the rails.

It also carries the springs. Without them each rail joint would be felt in every seat.','2546fa11cfc01adbb89c5dc53cf70a1e',0,260);
INSERT INTO "chunks" VALUES('trains.txt',0,3,'key_point','A bogie is the frame with wheels below a railway carriage.','9e41f74289ee83a6fb51803d6b175b2b',0,58);
INSERT INTO "chunks" VALUES('trains.txt',0,4,'key_point','It turns against the carriage body, so that a long carriage
can go round a tight curve without leaving the rails.','7922e3c31cbcd7d2a589fcf0b7fc2d15',59,172);
INSERT INTO "chunks" VALUES('trains.txt',0,5,'key_point','It also carries the springs.','f7330e3bb7b0b470eca1bad21a9fd38b',174,202);
INSERT INTO "chunks" VALUES('trains.txt',0,6,'key_point','Without them each rail joint would be felt in every seat.','af3759dff4c0ba1e14129f717e35a886',203,260);
INSERT INTO "chunks" VALUES('trains.txt',1,0,'question','How does a block signal keep two trains apart?','fd9ca76bac1bd19e502f7f63bb5d5dbb',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',1,1,'entry','How does a block signal keep two trains apart?
A line is cut into blocks, and a signal at the start of each shows red while a train is inside. The second train waits
until the first has left the block, so there is always a braking distance between them.

1. Axle counters at both ends count the wheels that go in and out.

2. The block is free when both counts are the same.','7801413e3717dea5e60df7ce4c690c7e',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',1,2,'answer','How does a block signal keep two trains apart?
A line is cut into blocks, and a signal at the start of each shows red while a train is inside. The second train waits
until the first has left the block, so there is always a braking distance between them.

1. Axle counters at both ends count the wheels that go in and out.

2. The block is free when both counts are the same.','7801413e3717dea5e60df7ce4c690c7e',0,327);
INSERT INTO "chunks" VALUES('trains.txt',1,3,'key_point','A line is cut into blocks, and a signal at the start of each shows red while a train is inside.','c14129f8d85915714d31f62482ac42da',0,95);
INSERT INTO "chunks" VALUES('trains.txt',1,4,'key_point','The second train waits
until the first has left the block, so there is always a braking distance between them.','dbc7375c6538ffaa9997de33cb9a036b',96,206);
INSERT INTO "chunks" VALUES('trains.txt',1,5,'key_point','1. Axle counters at both ends count the wheels that go in and out.','7a980e190bc781990d5f6c3449ba6284',208,274);
INSERT INTO "chunks" VALUES('trains.txt',1,6,'key_point','2. The block is free when both counts are the same.','9caf5dc5f8c11f39a5a5c95969b505bc',276,327);
INSERT INTO "chunks" VALUES('trains.txt',2,0,'question','Please explain the difference between a steam and a diesel locomotive.','0d4e0e92e1551e5304b460384ae04501',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',2,1,'entry','Please explain the difference between a steam and a diesel locomotive.
A steam locomotive boils water outside its cylinders, and the steam pushes the pistons. A diesel locomotive burns its
fuel inside the cylinders and mostly drives a generator, whose current turns the axles.

Does a steam locomotive start slowly? Yes, it needs hours to raise steam, while a diesel engine starts in a minute.','ea78fe9521e18d87f9d295dfab3cf3d7',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',2,2,'answer','Please explain the difference between a steam and a diesel locomotive.
A steam locomotive boils water outside its cylinders, and the steam pushes the pistons. A diesel locomotive burns its
fuel inside the cylinders and mostly drives a generator, whose current turns the axles.

Does a steam locomotive start slowly? Yes, it needs hours to raise steam, while a diesel engine starts in a minute.','ea78fe9521e18d87f9d295dfab3cf3d7',0,322);
INSERT INTO "chunks" VALUES('trains.txt',2,3,'key_point','A steam locomotive boils water outside its cylinders, and the steam pushes the pistons.','6040ffa38512788bd38fa65ba91a5652',0,87);
INSERT INTO "chunks" VALUES('trains.txt',2,4,'key_point','A diesel locomotive burns its
fuel inside the cylinders and mostly drives a generator, whose current turns the axles.','2c2e16f1e34490fc9f5813485d11b28b',88,205);
INSERT INTO "chunks" VALUES('trains.txt',2,5,'key_point','Does a steam locomotive start slowly?','1684c7c4dbf4d26b2bbd8fb5c911da05',207,244);
INSERT INTO "chunks" VALUES('trains.txt',2,6,'key_point','Yes, it needs hours to raise steam, while a diesel engine starts in a minute.','aac9266c69e7fef7531145f2ff2dcc8e',245,322);
INSERT INTO "chunks" VALUES('trains.txt',3,0,'question','When would you use a rack railway?','2dedc3724dcc6bd7288cc5bef1811ce2',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',3,1,'entry','When would you use a rack railway?
A rack railway has a toothed rail between the others, into which a cog wheel grips. It is used where a slope is steeper
than about seven per cent, because smooth wheels would slip there.

Book your seat with our partners today

There is no better way to see the country. Our partners have been there and done that.

Only 2 seats left

$30 / day','7ed092fede839df835ca1e761654ddef',NULL,NULL);
INSERT INTO "chunks" VALUES('trains.txt',3,2,'answer','When would you use a rack railway?
A rack railway has a toothed rail between the others, into which a cog wheel grips. It is used where a slope is steeper
than about seven per cent, because smooth wheels would slip there.

Book your seat with our partners today

There is no better way to see the country. Our partners have been there and done that.

Only 2 seats left

$30 / day','7ed092fede839df835ca1e761654ddef',0,344);
INSERT INTO "chunks" VALUES('trains.txt',3,3,'key_point','A rack railway has a toothed rail between the others, into which a cog wheel grips.','d631761870bc3238fb4268746d996174',0,83);
INSERT INTO "chunks" VALUES('trains.txt',3,4,'key_point','It is used where a slope is steeper
than about seven per cent, because smooth wheels would slip there.','1abb861b09c2be01c48037e1d1b22b1e',84,186);
INSERT INTO "chunks" VALUES('trains.txt',3,5,'key_point','Book your seat with our partners today','e5ec125bdd6a8cb9e5cf1c6f57938e98',188,226);
INSERT INTO "chunks" VALUES('trains.txt',3,6,'key_point','There is no better way to see the country.','f713e7f2eefec36949c192a85a5ae668',228,270);
INSERT INTO "chunks" VALUES('trains.txt',3,7,'key_point','Our partners have been there and done that.','38825ad4769abd74ae75bf2054e3bcee',271,314);
INSERT INTO "chunks" VALUES('trains.txt',3,8,'key_point','Only 2 seats left','2c717f912e5fbb8b0576a9bcebc3d554',316,333);
CREATE TABLE documents (
	name VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	recipe VARCHAR NOT NULL, 
	builtin BOOLEAN NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (name)
);
INSERT INTO "documents" VALUES('trains.txt','Ten questions for people who like trains

Are you ready for ''What is a bogie?'' and other questions? We collected some.

Did you know? Our newsletter has many readers.

What is a bogie and why do trains have them?

A bogie is the frame with wheels below a railway carriage. It turns against the carriage body, so that a long carriage
can go round a tight curve without leaving the rails.

It also carries the springs. Without them each rail joint would be felt in every seat.

How does a block signal keep two trains apart?

A line is cut into blocks, and a signal at the start of each shows red while a train is inside. The second train waits
until the first has left the block, so there is always a braking distance between them.

1. Axle counters at both ends count the wheels that go in and out.

2. The block is free when both counts are the same.

Please explain the difference between a steam and a diesel locomotive.

A steam locomotive boils water outside its cylinders, and the steam pushes the pistons. A diesel locomotive burns its
fuel inside the cylinders and mostly drives a generator, whose current turns the axles.

Does a steam locomotive start slowly? Yes, it needs hours to raise steam, while a diesel engine starts in a minute.

When would you use a rack railway?

A rack railway has a toothed rail between the others, into which a cog wheel grips. It is used where a slope is steeper
than about seven per cent, because smooth wheels would slip there.

Book your seat with our partners today

There is no better way to see the country. Our partners have been there and done that.

Only 2 seats left

$30 / day
','832023e1694b191fbf3ae398db9147522b1157a6d065509f3aaab7a5320fcbc9','4/2/all-MiniLM-L6-v2+95f9529a',0,'2026-11-25 01:56:21.272067');
CREATE TABLE entries (
	document VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_entries PRIMARY KEY (document, position), 
	CONSTRAINT fk_entries_documents_document FOREIGN KEY(document) REFERENCES documents (name) ON DELETE CASCADE
);
INSERT INTO "entries" VALUES('trains.txt',0,'what-is-a-bogie-and-why-do-f4386483','{"id":"what-is-a-bogie-and-why-do-f4386483","question":"What is a bogie and why do trains have them?","answer":"A bogie is the frame with wheels below a railway carriage. It turns against the carriage body, so that a long carriage\ncan go round a tight curve without leaving the rails.\n\nIt also carries the springs. Without them each rail joint would be felt in every seat.","key_points":[],"follow_ups":[],"pitfalls":[],"hints":[],"level":"mid","kind":"concept","topics":[],"references":[],"related":[],"document":"trains.txt","location":{"start_line":7,"end_line":12}}');
INSERT INTO "entries" VALUES('trains.txt',1,'how-does-a-block-signal-keep-two-17908366','{"id":"how-does-a-block-signal-keep-two-17908366","question":"How does a block signal keep two trains apart?","answer":"A line is cut into blocks, and a signal at the start of each shows red while a train is inside. The second train waits\nuntil the first has left the block, so there is always a braking distance between them.\n\n1. Axle counters at both ends count the wheels that go in and out.\n\n2. The block is free when both counts are the same.","key_points":[],"follow_ups":[],"pitfalls":[],"hints":[],"level":"mid","kind":"concept","topics":[],"references":[],"related":[],"document":"trains.txt","location":{"start_line":14,"end_line":21}}');
INSERT INTO "entries" VALUES('trains.txt',2,'please-explain-the-difference-between-a-steam-3528f9a4','{"id":"please-explain-the-difference-between-a-steam-3528f9a4","question":"Please explain the difference between a steam and a diesel locomotive.","answer":"A steam locomotive boils water outside its cylinders, and the steam pushes the pistons. A diesel locomotive burns its\nfuel inside the cylinders and mostly drives a generator, whose current turns the axles.\n\nDoes a steam locomotive start slowly? Yes, it needs hours to raise steam, while a diesel engine starts in a minute.","key_points":[],"follow_ups":[],"pitfalls":[],"hints":[],"level":"mid","kind":"concept","topics":[],"references":[],"related":[],"document":"trains.txt","location":{"start_line":23,"end_line":28}}');
INSERT INTO "entries" VALUES('trains.txt',3,'when-would-you-use-a-rack-railway-82fe3515','{"id":"when-would-you-use-a-rack-railway-82fe3515","question":"When would you use a rack railway?","answer":"A rack railway has a toothed rail between the others, into which a cog wheel grips. It is used where a slope is steeper\nthan about seven per cent, because smooth wheels would slip there.\n\nBook your seat with our partners today\n\nThere is no better way to see the country. Our partners have been there and done that.\n\nOnly 2 seats left\n\n$30 / day","key_points":[],"follow_ups":[],"pitfalls":[],"hints":[],"level":"mid","kind":"concept","topics":[],"references":[],"related":[],"document":"trains.txt","location":{"start_line":30,"end_line":41}}');
CREATE TABLE events (
	session_id VARCHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (session_id, seq), 
	CONSTRAINT fk_events_sessions_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE CASCADE
);
INSERT INTO "events" VALUES('badd61d9b485',1,'started','2026-11-25 01:56:21.301325','{"session":"badd61d9b485","seq":1,"at":"2026-11-25T01:56:21.301325Z","type":"started","plan":[{"entry_id":"what-is-a-bogie-and-why-do-f4386483","topic":"general","level":"mid","alternatives":[]},{"entry_id":"how-does-a-block-signal-keep-two-17908366","topic":"general","level":"mid","alternatives":[]}],"seed":0,"minutes":null,"feedback":"each","tone":"friendly","probes":1}');
INSERT INTO "events" VALUES('badd61d9b485',2,'question','2026-11-25 01:56:21.301325','{"session":"badd61d9b485","seq":2,"at":"2026-11-25T01:56:21.301325Z","type":"question","number":1,"of":2,"entry_id":"what-is-a-bogie-and-why-do-f4386483","question":"What is a bogie and why do trains have them?","topic":"general","level":"mid","kind":"concept","hints":1,"lead_in":""}');
INSERT INTO "events" VALUES('badd61d9b485',3,'answer','2026-11-25 01:56:21.310932','{"session":"badd61d9b485","seq":3,"at":"2026-11-25T01:56:21.310932Z","type":"answer","text":"A bogie is the frame with wheels below a railway carriage, and it turns against the body.","entry_id":"what-is-a-bogie-and-why-do-f4386483","reads_as":"answer"}');
INSERT INTO "events" VALUES('badd61d9b485',4,'follow_up','2026-11-25 01:56:43.931743','{"session":"badd61d9b485","seq":4,"at":"2026-11-25T01:56:43.931743Z","type":"follow_up","text":"There is more to say about joint. What can you add?","aims_at":"Without them each rail joint would be felt in every seat.","entry_id":"what-is-a-bogie-and-why-do-f4386483","asked_by":"offline"}');
INSERT INTO "events" VALUES('badd61d9b485',5,'hint','2026-11-25 01:56:43.964413','{"session":"badd61d9b485","seq":5,"at":"2026-11-25T01:56:43.964413Z","type":"hint","text":"Begin with one sentence that says what it is; then ask what it is good for, and when it fails.","step":1,"of":1,"cost":0.1,"entry_id":"what-is-a-bogie-and-why-do-f4386483"}');
INSERT INTO "events" VALUES('badd61d9b485',6,'answer','2026-11-25 01:56:44.054683','{"session":"badd61d9b485","seq":6,"at":"2026-11-25T01:56:44.054683Z","type":"answer","text":"The springs are in it too.","entry_id":"what-is-a-bogie-and-why-do-f4386483","reads_as":"answer"}');
INSERT INTO "events" VALUES('badd61d9b485',7,'grade','2026-11-25 01:56:44.294277','{"session":"badd61d9b485","seq":7,"at":"2026-11-25T01:56:44.294277Z","type":"grade","entry_id":"what-is-a-bogie-and-why-do-f4386483","score":0.5031,"verdicts":[{"key_point":"A bogie is the frame with wheels below a railway carriage.","verdict":"covered","evidence":"A bogie is the frame with wheels below a railway carriage","reference":"A bogie is the frame with wheels below a railway carriage.","degree":1.0,"sure":true,"grader":"offline","disputed":false},{"key_point":"It turns against the carriage body, so that a long carriage can go round a tight curve without leaving the rails.","verdict":"covered","evidence":"A bogie is the frame with wheels below a railway carriage, and it turns against the body.","reference":"It turns against the carriage body, so that a long carriage can go round a tight curve without leaving the rails.","degree":0.639,"sure":false,"grader":"offline","disputed":false},{"key_point":"Without them each rail joint would be felt in every seat.","verdict":"missed","evidence":"","reference":"Without them each rail joint would be felt in every seat.","degree":0.038,"sure":true,"grader":"offline","disputed":false}],"feedback":"You made 2 of 3 points. Missing: Without them each rail joint would be felt in every seat.","grader":"offline","flags":[],"notice":null,"question":"What is a bogie and why do trains have them?","topic":"general","level":"mid","kind":"concept","hints":1,"probes":1,"seconds":0.1,"model_answer":"A bogie is the frame with wheels below a railway carriage. It turns against the carriage body, so that a long carriage\ncan go round a tight curve without leaving the rails.\n\nIt also carries the springs. Without them each rail joint would be felt in every seat.","document":"trains.txt"}');
INSERT INTO "events" VALUES('badd61d9b485',8,'question','2026-11-25 01:56:44.294277','{"session":"badd61d9b485","seq":8,"at":"2026-11-25T01:56:44.294277Z","type":"question","number":2,"of":2,"entry_id":"how-does-a-block-signal-keep-two-17908366","question":"How does a block signal keep two trains apart?","topic":"general","level":"mid","kind":"concept","hints":1,"lead_in":"Thank you. Let us move on."}');
INSERT INTO "events" VALUES('badd61d9b485',9,'paused','2026-11-25 01:56:44.432817','{"session":"badd61d9b485","seq":9,"at":"2026-11-25T01:56:44.432817Z","type":"paused"}');
INSERT INTO "events" VALUES('badd61d9b485',10,'resumed','2026-11-25 01:56:44.499009','{"session":"badd61d9b485","seq":10,"at":"2026-11-25T01:56:44.499009Z","type":"resumed"}');
INSERT INTO "events" VALUES('badd61d9b485',11,'answer','2026-11-25 01:56:44.499009','{"session":"badd61d9b485","seq":11,"at":"2026-11-25T01:56:44.499009Z","type":"answer","text":"A line is cut into blocks and a red signal guards each block while a train is inside.","entry_id":"how-does-a-block-signal-keep-two-17908366","reads_as":"answer"}');
INSERT INTO "events" VALUES('badd61d9b485',12,'follow_up','2026-11-25 01:56:45.455902','{"session":"badd61d9b485","seq":12,"at":"2026-11-25T01:56:45.455902Z","type":"follow_up","text":"There is more to say about second. What can you add?","aims_at":"The second train waits until the first has left the block, so there is always a braking distance between them.","entry_id":"how-does-a-block-signal-keep-two-17908366","asked_by":"offline"}');
INSERT INTO "events" VALUES('30e313f180db',1,'asked','2026-11-25 01:56:45.527989','{"session":"30e313f180db","seq":1,"at":"2026-11-25T01:56:45.527989Z","type":"asked","text":"what is a bogie?","replaces":0}');
INSERT INTO "events" VALUES('30e313f180db',2,'explained','2026-11-25 01:56:46.809160','{"session":"30e313f180db","seq":2,"at":"2026-11-25T01:56:46.809160Z","type":"explained","explanation":{"query":"what is a bogie?","answer":"A bogie is the frame with wheels below a railway carriage. [1]\n\nIt turns against the carriage body, so that a long carriage\ncan go round a tight curve without leaving the rails. [2]\n\nWithout them each rail joint would be felt in every seat. [3]","answerable":true,"short":"A bogie is the frame with wheels below a railway carriage. [1]","citations":[{"n":1,"entry_id":"what-is-a-bogie-and-why-do-f4386483","question":"What is a bogie and why do trains have them?","document":"trains.txt","location":{"start_line":7,"end_line":12},"quote":"A bogie is the frame with wheels below a railway carriage.","part":"answer","span":[0,58]},{"n":2,"entry_id":"what-is-a-bogie-and-why-do-f4386483","question":"What is a bogie and why do trains have them?","document":"trains.txt","location":{"start_line":7,"end_line":12},"quote":"It turns against the carriage body, so that a long carriage\ncan go round a tight curve without leaving the rails.","part":"answer","span":[59,172]},{"n":3,"entry_id":"what-is-a-bogie-and-why-do-f4386483","question":"What is a bogie and why do trains have them?","document":"trains.txt","location":{"start_line":7,"end_line":12},"quote":"Without them each rail joint would be felt in every seat.","part":"answer","span":[203,260]}],"follow_ups":["When would you use a rack railway?","How does a block signal keep two trains apart?","Please explain the difference between a steam and a diesel locomotive."],"nearest":[],"unsupported":[],"model":"offline","notice":null,"session":"","done":true}}');
INSERT INTO "events" VALUES('badd61d9b485',13,'disputed','2026-11-25 01:56:46.858024','{"session":"badd61d9b485","seq":13,"at":"2026-11-25T01:56:46.858024Z","type":"disputed","entry_id":"what-is-a-bogie-and-why-do-f4386483","key_point":"Without them each rail joint would be felt in every seat."}');
CREATE TABLE revisions (
	"of" VARCHAR(16) NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY ("of")
);
INSERT INTO "revisions" VALUES('index',1);
CREATE TABLE sessions (
	id VARCHAR(32) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id)
);
INSERT INTO "sessions" VALUES('badd61d9b485','review','general','2026-11-25 01:56:21.292916');
INSERT INTO "sessions" VALUES('30e313f180db','chat','what is a bogie?','2026-11-25 01:56:45.505318');
CREATE TABLE vectors (
	embedder VARCHAR NOT NULL, 
	text_hash VARCHAR(32) NOT NULL, 
	vector BLOB NOT NULL, 
	CONSTRAINT pk_vectors PRIMARY KEY (embedder, text_hash)
);
CREATE TABLE verdicts (
	"key" VARCHAR(64) NOT NULL, 
	grade TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_verdicts PRIMARY KEY ("key")
);
INSERT INTO "verdicts" VALUES('db48b4492ba58ee037b3e0148de08707bc9b63b932c3ce5848a05636c5371313','{"verdicts":[{"key_point":"A bogie is the frame with wheels below a railway carriage.","verdict":"covered","evidence":"A bogie is the frame with wheels below a railway carriage","reference":"A bogie is the frame with wheels below a railway carriage.","degree":1.0,"sure":true,"grader":"offline","disputed":false},{"key_point":"It turns against the carriage body, so that a long carriage can go round a tight curve without leaving the rails.","verdict":"covered","evidence":"A bogie is the frame with wheels below a railway carriage, and it turns against the body.","reference":"It turns against the carriage body, so that a long carriage can go round a tight curve without leaving the rails.","degree":0.644,"sure":false,"grader":"offline","disputed":false},{"key_point":"Without them each rail joint would be felt in every seat.","verdict":"missed","evidence":"","reference":"Without them each rail joint would be felt in every seat.","degree":0.03,"sure":true,"grader":"offline","disputed":false}],"score":0.558,"flags":[],"feedback":"You made 2 of 3 points. Missing: Without them each rail joint would be felt in every seat.","grader":"offline","notice":null,"follow_up":""}','2026-11-25 01:56:43.895112');
INSERT INTO "verdicts" VALUES('fe8343ce133ec0d837db314937a185ef3f260ec9765346b2bdb356635c637180','{"verdicts":[{"key_point":"A bogie is the frame with wheels below a railway carriage.","verdict":"covered","evidence":"A bogie is the frame with wheels below a railway carriage","reference":"A bogie is the frame with wheels below a railway carriage.","degree":1.0,"sure":true,"grader":"offline","disputed":false},{"key_point":"It turns against the carriage body, so that a long carriage can go round a tight curve without leaving the rails.","verdict":"covered","evidence":"A bogie is the frame with wheels below a railway carriage, and it turns against the body.","reference":"It turns against the carriage body, so that a long carriage can go round a tight curve without leaving the rails.","degree":0.639,"sure":false,"grader":"offline","disputed":false},{"key_point":"Without them each rail joint would be felt in every seat.","verdict":"missed","evidence":"","reference":"Without them each rail joint would be felt in every seat.","degree":0.038,"sure":true,"grader":"offline","disputed":false}],"score":0.559,"flags":[],"feedback":"You made 2 of 3 points. Missing: Without them each rail joint would be felt in every seat.","grader":"offline","notice":null,"follow_up":""}','2026-11-25 01:56:44.281785');
INSERT INTO "verdicts" VALUES('0c347218a9019c46bc6e625221824751c67d0eec7e96cff029f95814ddf6f88a','{"verdicts":[{"key_point":"A line is cut into blocks, and a signal at the start of each shows red while a train is inside.","verdict":"covered","evidence":"A line is cut into blocks and a red signal guards each block while a train is inside.","reference":"A line is cut into blocks, and a signal at the start of each shows red while a train is inside.","degree":1.0,"sure":true,"grader":"offline","disputed":false},{"key_point":"The second train waits until the first has left the block, so there is always a braking distance between them.","verdict":"missed","evidence":"","reference":"The second train waits until the first has left the block, so there is always a braking distance between them.","degree":0.067,"sure":true,"grader":"offline","disputed":false},{"key_point":"Axle counters at both ends count the wheels that go in and out.","verdict":"missed","evidence":"","reference":"Axle counters at both ends count the wheels that go in and out.","degree":0.012,"sure":true,"grader":"offline","disputed":false},{"key_point":"The block is free when both counts are the same.","verdict":"missed","evidence":"","reference":"The block is free when both counts are the same.","degree":0.114,"sure":false,"grader":"offline","disputed":false}],"score":0.2983,"flags":[],"feedback":"You made 1 of 4 points. Missing: The second train waits until the first has left the block, so there is always a braking distance between them. Axle counters at both ends count the wheels that go in and out. The block is free when both counts are the same.","grader":"offline","notice":null,"follow_up":""}','2026-11-25 01:56:45.436871');
CREATE INDEX ix_entries_id ON entries (id);
CREATE INDEX ix_chunks_text_hash ON chunks (text_hash);
CREATE INDEX ix_events_type_at ON events (type, at);
COMMIT;
