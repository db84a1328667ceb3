"""Grade what a class handed in: intake, the oracle in many workers, one writer to the gradebook.

    root/submitted/<student>/<ps>/<ps>.ipynb     read, never written
    root/autograded/<student>/<ps>/<ps>.ipynb    written after its grades are in the gradebook
    root/gradebook.db, root/.course_secret       made on first use
"""

import contextlib
import sys
from functools import cache
from pathlib import Path

import joblib
from sqlalchemy.exc import SQLAlchemyError
from tqdm import tqdm

from grading import late
from grading.assignment import assignment_of, build_of, register
from grading.dispatch import outcomes, workers
from grading.feedback_marks import marks_of
from grading.files import BadInput
from grading.fingerprints import checks
from grading.folders import astray, students_of
from grading.gradebook import api, opened
from grading.lock import alone, alone_on
from grading.options import Options, Result, Run
from grading.records import NOT_HANDED_IN, records
from grading.seals import seal_of
from grading.secret import course_secret
from grading.submissions import handed_in_by, place, submission
from grading.workers import Settings
from grading.writer import Grades, Writer, folder, reason

AT_ONCE = 1000      # submissions in memory


def grade(name, root, student=None, options=Options()):      # noqa: B008  it is immutable
    """Grade one problem set of one student, or of all, and return the Result."""
    root = Path(root).resolve()
    students_of(root, name, student)        # before anything is written
    with alone(root, options.wait):
        return grade_class(name, root, student, options)


def grade_class(name, root, student=None, options=Options()):           # noqa: B008
    """Grade with the course's lock held."""
    found, refused, notes = handed_in_by(root, name, student)
    build_of(root)
    count = len(found) + len(refused)
    say(f"Grading {count} submission{'s' * (count != 1)} of {name} ...")
    course = api(root, **{"db_url": options.db} if options.db else {})
    assignment = assignment_of(name, course.config)
    with contextlib.ExitStack() as stack:
        book = cache(lambda: register(name, root, course, stack.enter_context(mine(course, options)),
                                      assignment))
        run = Run(name, root, course, book, assignment, options, Result([], refused, {}, notes, [], []))
        try:
            grade_all(run, found)
            finish(run, found)
        except SQLAlchemyError as problem:
            raise BadInput(f"The gradebook cannot be used: {reason(problem)}.") from None
    return run.result


@contextlib.contextmanager
def mine(course, options):
    """Give a course's gradebook for this grader alone, whichever machine another one is on."""
    with opened(course) as book, alone_on(book.engine, options.wait):
        yield book


def grade_all(run, found):
    """Grade what stands at the found places, and write it; those who handed nothing in get 0."""
    handed_in = {who: path for who, path in found.items() if path}
    writer, secret = Writer(run), course_secret(run.root)
    jobs = min(run.options.jobs or joblib.cpu_count(), len(handed_in))
    bar = tqdm(total=len(handed_in), disable=None, desc=f"grading {run.name}", unit="student")
    try:
        crew = workers(jobs, run.options.scheduler, run.options.keep)
        with bar, crew if handed_in else contextlib.nullcontext():
            places = list(handed_in.items())
            for start in range(0, len(places), AT_ONCE):
                taken = dict(taken_in(run, places[start:start + AT_ONCE], secret))
                grade_some(run, writer, taken, bar)
        for who in found.keys() - handed_in:
            writer.add(Grades(who, "", dict.fromkeys(run.assignment.graded, 0), {}, ""))
    finally:
        writer.flush()
        run.result.failed.update({who: ungraded(run, who, why) for who, why in writer.failed.items()})


def taken_in(run, found, secret):
    """Give (student, Submission) of what stands at some places, and note what cannot be read."""
    for who, path in found:
        try:
            one, remarks = submission(run.root, run.name, who, path, run.assignment.text, secret,
                                      run.options.isolation, run.options.seconds)
            run.result.notes.extend(f"{place(who, run.name)} {remark}." for remark in remarks)
            yield who, one
        except BadInput as problem:
            run.result.refused[who] = f"{place(who, run.name)} {problem}."
        except Exception as problem:
            run.result.failed[who] = ungraded(run, who, said(problem))


def grade_some(run, writer, taken, bar):
    """Grade some submissions, but those that were graded before from the same bytes."""
    same = set() if run.options.again else proved(run, taken)
    run.result.same.extend(sorted(same))
    bar.update(len(same))
    settings = Settings(run.name, run.options.isolation, checks(), run.assignment.stubs, run.options.seconds)
    left = [one for who, one in taken.items() if who not in same]
    with contextlib.closing(outcomes(left, settings)) as coming:
        for outcome in coming:
            bar.update()
            if outcome.refusal:
                raise BadInput(outcome.refusal)
            if outcome.trouble:
                run.result.failed[outcome.student] = ungraded(run, outcome.student, outcome.trouble)
                continue
            if not run.result.layers:
                run.result.layers.extend(outcome.layers)
                say(f"Isolation: {', '.join(outcome.layers)}.")
            writer.add(Grades(outcome.student, outcome.text, outcome.scores, outcome.comments,
                              taken[outcome.student].timestamp))


def proved(run, taken):
    """Return the students whose graded notebook and gradebook both say that they were graded so before."""
    seals = {who: seal_of(folder(run.course, "autograded", run.name, who) / f"{run.name}.ipynb")
             for who in taken}
    sealed = [who for who, one in taken.items() if seals[who][0] == one.fingerprint]
    marks = marks_of(run.book(), run.name) if sealed else {}
    return {who for who in sealed if seals[who][1] == {
        grade_id: mark.auto for grade_id, mark in marks.get(who, {}).items() if grade_id in seals[who][1]}}


def finish(run, found):
    """Take off what late work loses, and read everyone's record."""
    late.apply(run.book(), run.name)
    missing = {}
    for who, path in found.items():
        hint = astray(run.root, who, run.name, path)
        run.result.notes.extend([f"{hint}."] * bool(hint))
        missing[who] = NOT_HANDED_IN.format(name=run.name) + f"; {hint}" * bool(hint)
    done = [who for who in found if who not in {**run.result.refused, **run.result.failed}]
    run.result.records.extend(records(run.course, run.book(), run.name, done, missing))
    if run.result.same:
        say(f"{len(run.result.same)} of them were graded before, from the same files: --again grades them "
            "once more.")


def ungraded(run, student, why):
    return f"{place(student, run.name)} could not be graded: {why}"


def said(problem):
    return " ".join(f"{type(problem).__name__}: {problem}".split())[:200]


def say(sentence):
    """Print a sentence for the instructor, above the progress bar if there is one."""
    tqdm.write(sentence, file=sys.stderr)
