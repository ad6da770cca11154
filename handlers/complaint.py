"""From "I want to complain" to a case with a number: consent, story, the gaps, the card, submit."""

from dataclasses import replace
from decimal import Decimal

from cases import opening
from cases.facts import exact, is_rough
from handlers import correcting, form, memberships, receipt, review_card, stories
from handlers.arriving import NUMBERS, OWN_NUMBERS, attach_loose, loose, taken_along
from handlers.fields import contact
from handlers.filling import SCANNED, fill, from_story
from handlers.question import answered, is_sure, without_held
from handlers.turn import IDLE, Next, Step, Turn, Understood
from knowledge.kinds import KINDS, USUAL
from knowledge.reading.questions import looks_like_question
from knowledge.reading.story import read_story
from knowledge.script import for_facts
from storage import cases
from storage.cases import Case, Complaint
from storage.conversations import Draft
from storage.messages import Button, Message
from storage.people import UnknownStaff

_SHORTEST_STORY = 8  # characters; less says nothing a lawyer could use
_ASIDE = ("aside", "near", OWN_NUMBERS, NUMBERS)  # of a draft: what he sent with a word to it before he began
_BEFORE = (*_ASIDE, "answers", "read", SCANNED)  # the same, and what a poster or a story told before
_COLUMNS = ("district", "employer", "site", "amount", "since", "headcount", "contact")  # answers with columns of theirs


def start(turn: Turn) -> Next:
    """Begin a complaint, or go on with the one half told."""
    return resume(turn) if turn.draft.get("at") else _begin(turn)


def _begin(turn: Turn) -> Next:
    """Ask for consent, unless he has so many open cases that one more would take a lawyer from somebody else."""
    mine = [case for case in cases.of_person(turn.tx, turn.standing.person_id) if not case.ended]
    if len(mine) >= turn.office.policy.most_open_cases:
        return _enough(turn, mine)
    return Next("consent", asked_consent(turn), _fresh(turn))


def _enough(turn: Turn, mine: list[Case]) -> Next:
    """Offer a person, and to add to each of his cases; what he typed or sent so far goes along with that tap."""
    verb = "belongs" if any(turn.draft.get(key) for key in _ASIDE) or loose(turn) else "reply"
    ways = [Button(f"{verb}:{case.number}", f"{turn.words(f'words.kind_{case.kind}')} {case.number}") for case in mine]
    return turn.idle(turn.message("enough_cases", (*ways, "status", "person"), count=len(mine)))


def _fresh(turn: Turn) -> Draft:
    """An empty form; it remembers whom he was writing to, so that a letter that comes meanwhile is noticed.

    What he sent before with a word to it, such as a captioned photo, goes with it; so does a story that is meant.
    """
    before = {key: turn.draft[key] for key in (*_BEFORE, *stories.kept_of(turn)) if key in turn.draft}
    begun = {"kind": USUAL, "answers": {}, "read": []}
    return {**begun, "at": "consent", "hand": turn.standing.case_in_hand, **before}


def asked_consent(turn: Turn) -> tuple[Message, ...]:
    """What agreeing means, before a word of the story is asked."""
    ways = ("agree", "anonymous", "discreet", "cancel")
    return (Message(turn.words("consent.ask"), tuple(turn.button(one) for one in ways)),)


def consent_open(turn: Turn) -> tuple[Message, ...]:
    """That he has not agreed yet, after something else was said between; what it means he has read."""
    ways = (
        ("agree", "discreet", "cancel") if turn.draft.get("anonymous") else ("agree", "anonymous", "discreet", "cancel")
    )
    return (turn.message("agree_or_cancel", ways),)


def consent(turn: Turn) -> Next:
    """Go on to the story if the worker agrees; forget the form if he does not."""
    match turn.choice("agree", "cancel"):
        case "agree":
            return _agreed(turn)
        case "cancel":
            return cancel(turn)
        case _ if form.is_a_tale(turn.text) and not is_sure(turn):
            return Next("consent", consent_open(turn), stories.with_told(turn))
        case _:
            return _detour(turn, *consent_open(turn))


def _agreed(turn: Turn) -> Next:
    """Ask for the story, unless he told it before he agreed; a bit of it is shown, to be gone on with.

    Until now it was only a sealed message.
    """
    draft = {**turn.draft, "at": "story"}
    told = stories.told(turn)
    if not told:
        return Next("story", form.asked_story(turn, draft), draft)
    taken = stories.taken_in(turn, draft, told)
    if stories.was_offered(draft) or form.is_a_tale(taken["story"]):
        return form.begin(turn, taken)
    return Next("story", form.asked_story(turn, taken), taken)


def asked_story(turn: Turn) -> tuple[Message, ...]:
    """The one open question."""
    return form.asked_story(turn, turn.draft)


def story(turn: Turn) -> Next:
    """Keep the story, read from it what it says, and ask only for the gaps."""
    button, at = turn.pressed
    if at not in ("", "story"):
        return turn.again(turn.message("old_button"), *asked_story(turn))
    if turn.choice("back"):
        return back(turn)
    if turn.choice("skip") and turn.draft.get("story"):
        return form.begin(turn, turn.draft)
    if button:
        return turn.again(turn.message("old_button"), *asked_story(turn))
    if is_sure(turn) and len(turn.text) < _SHORTEST_STORY * 4 and not stories.is_of_himself(turn.text):
        return turn.again(*answered(turn), turn.message("on_with_form"), *asked_story(turn))
    if not is_enough(turn.text):
        return turn.again(turn.message("story_too_short", ("cancel",)))
    return tell(turn)


def is_enough(text: str) -> bool:
    """Whether words are long enough to be a story; smileys and dots do not count."""
    return sum(sign.isalnum() for sign in text) >= _SHORTEST_STORY


def tell(turn: Turn) -> Next:
    """Take what was typed as the story, or as more of one told before; mending replaces it and keeps the answers."""
    if turn.draft.get("mending"):
        return form.begin(turn, {**turn.draft, "story": turn.text, "read": []})
    if turn.draft.get("story"):
        return form.begin(turn, form.with_more(turn))
    draft = stories.with_kind(turn, {**turn.draft, "story": turn.text})
    return form.begin(turn, fill(draft, from_story(turn.understood.facts, turn.text, turn.today)))


def back(turn: Turn) -> Next:
    """From the story back to where he came from: the card if he was mending it, else consent."""
    if turn.draft.get("mending"):
        return form.begin(turn, turn.draft)
    return Next("consent", asked_consent(turn), {**turn.draft, "at": "consent"})


def review(turn: Turn) -> Next:
    """Submit, confirm a line, mend one, or explain the card again."""
    button, name = turn.pressed
    if button == "right":
        return review_card.confirm(turn, name)
    match turn.choice("submit", "mend"):
        case "submit":
            return submit(turn)
        case "mend":
            is_line = name in ("story", *review_card.lines(turn.draft))
            return form.mend(turn, name) if is_line else turn.again(review_card.lines_to_mend(turn))
        case _:
            return _at_the_card(turn)


def submit(turn: Turn) -> Next:
    """Open the case, give its number and receipt; the draft is dropped because the case has it now."""
    try:
        opened = opening.open_case(
            turn.tx,
            turn.office,
            _complaint(turn.draft),
            conversation_id=turn.standing.id,
            person_id=turn.standing.person_id,
            urgency=KINDS[turn.draft["kind"]].urgency,
        )
    except UnknownStaff:
        return turn.again(turn.message("nobody_there", ("submit", "person")))
    attach_loose(turn, opened.case.id)
    filed = turn.message("submitted", number=opened.case.number, offered=opened.offered)
    kept = receipt.given(turn, opened.case)
    together = replace(kept, buttons=(*memberships.together(turn, opened.case), *kept.buttons))
    return Next(IDLE, (filed, together), {}, about=opened.case.id)


def resume(turn: Turn) -> Next:
    """Go on where the form was left, days later too; words of his that waited for this tap are taken as written now.

    From here on what he writes is for the form, until somebody writes to him.
    """
    if not turn.draft.get("at"):
        return _begin(turn)
    draft = {**taken_along(without_held(turn.draft)), "hand": turn.standing.case_in_hand}
    going_on = _as_written_now(turn, draft, turn.draft["held"]) if _waits_for_this_tap(turn) else _where_left(turn)
    return going_on if going_on.draft is not None else replace(going_on, draft=draft)


def _waits_for_this_tap(turn: Turn) -> bool:
    """Whether words were held back at the question that still stands open."""
    in_form = turn.standing.step != IDLE and "held" in turn.draft
    return in_form and turn.draft.get("held_at", "") == turn.draft.get("asking")


def _as_written_now(turn: Turn, draft: Draft, words: str) -> Next:
    """What the form makes of words that were kept while we asked whom they were for."""
    understood = Understood(is_question=looks_like_question(words), facts=read_story(for_facts(words), turn.today))
    incoming = replace(turn.incoming, kind="text", text=words, button=None)
    standing = replace(turn.standing, draft=draft)
    steps: dict[str, Step] = {"consent": consent, "story": story, "form": form.answer, "review": review}
    now = replace(turn, incoming=incoming, understood=understood, standing=standing)
    return steps[turn.standing.step](now)


def _where_left(turn: Turn) -> Next:
    match turn.draft.get("at"):
        case "consent":
            return Next("consent", asked_consent(turn))
        case "story":
            return Next("story", asked_story(turn))
        case "form":
            return Next("form", form.ask(turn, turn.draft))
        case "review":
            return Next("review", asked_review(turn))
        case _:
            return Next("consent", asked_consent(turn), _fresh(turn))


def cancel(turn: Turn) -> Next:
    """Drop what was filled in."""
    return Next(IDLE, (turn.message("cancelled", ("complaint", "status", "person")),), {})


def nothing_to_submit(turn: Turn) -> Next:
    """A submit button of a card that was submitted before, or never was: say which."""
    mine = cases.of_person(turn.tx, turn.standing.person_id)
    if mine:
        return turn.again(turn.message("submitted_already", ("status",), number=mine[0].number))
    return turn.again(turn.message("nothing_to_submit", ("complaint",)))


def asked_review(turn: Turn) -> tuple[Message, ...]:
    """The card."""
    return (review_card.card(turn, turn.draft),)


def asked_field(turn: Turn) -> tuple[Message, ...]:
    """The question that stands open."""
    return form.ask(turn, turn.draft)


def _detour(turn: Turn, then: Message) -> Next:
    """Answer a question typed in between, if it is one; then ask again."""
    between = answered(turn) if is_sure(turn) else ()
    return turn.again(*between, then)


def _at_the_card(turn: Turn) -> Next:
    """What was typed below the card: a line to mend, a correction, a question, more of the story, or too little."""
    named = review_card.named(turn, turn.ours)
    if named:
        return form.mend(turn, named)
    if corrected := correcting.corrected(turn):
        return Next("review", (corrected[1], review_card.card(turn, corrected[0])), corrected[0])
    if not turn.understood.is_question and form.is_a_tale(turn.text):
        draft = form.with_more(turn)
        return Next("review", (turn.message("added_to_story"), review_card.card(turn, draft)), draft)
    if turn.choice("back") and not turn.pressed[1]:
        return turn.again(*asked_review(turn))
    hint = turn.message("old_button" if turn.incoming.button else "review_hint")
    return turn.again(*(answered(turn) if turn.understood.is_question else (hint,)), *asked_review(turn))


def _complaint(draft: Draft) -> Complaint:
    answers: dict[str, str | None] = draft["answers"]
    amount, headcount = answers.get("amount"), answers.get("headcount")
    return Complaint(
        draft["kind"],
        "\n".join([draft["story"], *draft.get("aside", ())]),
        district=answers.get("district"),
        employer=answers.get("employer"),
        site=answers.get("site"),
        amount=Decimal(exact(amount)) if amount else None,
        since=answers.get("since"),
        headcount=int(exact(headcount)) if headcount else None,
        contact=contact(draft),
        approximate=tuple(name for name in ("amount", "headcount") if is_rough(answers.get(name) or "")),
        answers={name: value for name, value in answers.items() if value is not None and name not in _COLUMNS},
    )
