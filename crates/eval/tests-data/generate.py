"""Writes qrels.txt and run.txt: random judgements and results that include all awkward cases.

Grades from -1 to 3, ties, scores that differ only in double precision, negative zeros, queries
without relevant documents, queries missing in the run or in the judgements, a long result list.
"""

import random

random.seed(20260601)
SCORES = [3.0, 2.5, 2.0, 2.0000000001, 1.0, 1.0000000001, 0.0, -0.0, 1e-60, -1e-60, -1.5]

with open("qrels.txt", "w") as qrels, open("run.txt", "w") as run:
    for query in range(24):
        pool = [f"{random.choice(['d', 'D', '文'])}{n}" for n in range(150 if query == 0 else 30)]
        grades = [0] if query in (5, 6) else [-1, 0, 0, 0, 0, 1, 1, 2, 3]
        if query not in (1, 2):
            for document in random.sample(pool, 80 if query == 0 else random.randint(1, 18)):
                qrels.write(f"q{query} 0 {document} {random.choice(grades)}\n")
        if query not in (3, 4, 5):
            found = random.sample(pool, 130 if query == 0 else random.randint(1, 25))
            for rank, document in enumerate(found):
                score = random.choice(SCORES) if query % 3 else random.uniform(-5, 20)
                run.write(f"q{query} Q0 {document} {rank + 1} {score} random\n")
