"""The register of steps: what happens at each place of the dialogue, and what goes before it."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases import calling
from handlers import attachments, complaint, danger, form, joining, letters, privacy, question, sums, welcome
from handlers.edits import edited
from handlers.everywhere import EVERYWHERE, asked_for
from handlers.question import without_held
from handlers.turn import IDLE, Next, Place, Turn
from storage import conversations
from storage.cases import Case

PLACES: dict[str, Place] = {
    IDLE: Place(question.ask),
    "consent": Place(complaint.consent, complaint.consent_open),
    "story": Place(complaint.story, complaint.asked_story),
    "form": Place(form.answer, complaint.asked_field),
    "review": Place(complaint.review, complaint.asked_review),
    sums.PLACE: Place(sums.answer, sums.asked),
    "group_join": Place(joining.consent, joining.asked),
    "group_facts": Place(joining.answer, joining.asked),
    "group_review": Place(joining.review, joining.asked),
}
_A_MOMENT = timedelta(seconds=5)
_IN_A_FORM = ("submit", "mend", "right", "agree", "skip", "back")


def decide(turn: Turn) -> Next:
    """What comes of a message, and a word about numbers of cards that nobody needs here."""
    return privacy.with_word_about_papers(turn, _decided(turn))


def _decided(turn: Turn) -> Next:
    """Danger first, then what works everywhere, then the place where we are."""
    if turn.incoming.kind == "unblocked":
        calling.heard_in(turn.tx, turn.standing)
    if turn.incoming.kind in ("blocked", "unblocked"):
        return _and_back(turn, attachments.reachability(turn))
    if turn.incoming.kind == "group":
        return attachments.not_here(turn)
    if turn.understood.danger:
        return danger.answer(turn)
    if turn.incoming.kind == "edited":
        return _and_back(turn, edited(turn))
    if turn.incoming.kind in ("text", "button"):
        return _by_words(turn)
    if turn.standing.step in joining.PLACES_HERE and turn.incoming.kind == "contact":
        return _by_words(replace(turn, incoming=replace(turn.incoming, kind="text")))
    if turn.standing.step in joining.PLACES_HERE and turn.incoming.kind != "moved":
        return _and_back(turn, joining.put_by(turn))
    if turn.standing.step == sums.PLACE:
        return _and_back(turn, sums.beside(turn))
    if _answers_the_form(turn):
        return _with_words(turn)
    return _and_back(turn, attachments.kept(turn))


def _answers_the_form(turn: Turn) -> bool:
    """Whether words that came with something else are an answer in a form: a caption, his own number when asked."""
    if turn.standing.step == IDLE or letters.answered_case(turn):
        return False
    return attachments.is_own_number_asked_for(turn) or _caption_answers(turn)


def _caption_answers(turn: Turn) -> bool:
    """Whether a caption is meant for us: a word that works, a question, an answer, the story; or else for the photo."""
    if turn.incoming.kind != "media" or not turn.said:
        return False
    typed = replace(turn, incoming=replace(turn.incoming, kind="text"))
    if asked_for(typed) or typed.choice("agree", "skip", "back", "submit", "mend") or question.is_sure(turn):
        return True
    if form.is_a_tale(turn.said):
        return True
    return turn.standing.step == "form" and form.is_answered_by(turn, turn.said)


def _with_words(turn: Turn) -> Next:
    """Take the words like typed ones, and say that the files arrived."""
    came = attachments.with_the_form(turn) if turn.incoming.files else ()
    following = _by_words(replace(turn, incoming=replace(turn.incoming, kind="text")))
    return replace(following, say=(*came, *following.say))


def _by_words(turn: Turn) -> Next:
    wanted = asked_for(turn)
    replied = letters.answered_case(turn)
    if replied and wanted in ("", "solved", "unsolved"):
        return _and_back(turn, _replied(turn, replied, wanted))
    if wanted == "cancel" and turn.standing.step in joining.PLACES_HERE:
        return joining.cancel(turn)
    if wanted == "cancel" and turn.standing.step == sums.PLACE:
        return sums.cancel(turn)
    if wanted == "resume" and joining.waits(turn):
        return joining.resume(turn)
    if wanted == "resume" and turn.standing.step in joining.PLACES_HERE:
        return complaint.resume(joining.set_aside(turn))
    if wanted == "cancel":
        return complaint.cancel(turn) if turn.draft.get("at") else welcome.nothing_to_cancel(turn)
    if wanted in EVERYWHERE:
        return _and_back(turn, EVERYWHERE[wanted](turn))
    return _here(turn)


def _replied(turn: Turn, case: Case, wanted: str) -> Next:
    """He replies to a message about a case: his words belong to that one, whichever he was writing about."""
    if wanted:
        return EVERYWHERE[wanted](replace(turn, incoming=replace(turn.incoming, button=f"{wanted}:{case.number}")))
    if turn.standing.step == IDLE:
        conversations.take_in_hand(turn.tx, turn.standing.id, case.id)
    return letters.write(turn, case)


def _and_back(turn: Turn, detour: Next) -> Next:
    """After a detour from a form, ask again what stood open, so that nobody loses his place; silence stays silence."""
    if detour.step == IDLE or detour.step != turn.standing.step or detour.draft == {} or not detour.say:
        return detour
    standing = turn.standing if detour.draft is None else replace(turn.standing, draft=detour.draft)
    asked = PLACES[detour.step].ask(replace(turn, standing=standing, language=detour.language or turn.language))
    return detour if asked == detour.say else replace(detour, asked=asked)


def _here(turn: Turn) -> Next:
    step = turn.standing.step if turn.standing.step in PLACES else IDLE
    button, at = turn.pressed
    if at == joining.AT and step not in joining.PLACES_HERE:
        return joining.stale(turn)
    if step == IDLE and button:
        return _stale(turn, button)
    if step == IDLE:
        case = letters.case_in_hand(turn)
        return letters.write(turn, case) if case and turn.text else question.ask(turn)
    if not turn.incoming.button and not turn.text:
        return turn.again(turn.message("empty_text"), *PLACES[step].ask(turn))
    ours = (*joining.PLACES_HERE, sums.PLACE)
    if not turn.incoming.button and step not in ours and (case := _fresh_letter(turn)):
        return letters.which_one(turn, case)
    return turn.again() if _tapped_just_now(turn) else _on_with_the_form(turn, step)


def _on_with_the_form(turn: Turn, step: str) -> Next:
    """What the form makes of it; words that were held back give way to new ones, and a tap that moved on is kept."""
    draft = {**without_held(turn.draft), "tapped": None} if turn.text else turn.draft
    following = PLACES[step].step(replace(turn, standing=replace(turn.standing, draft=draft)))
    kept = draft if following.draft is None else following.draft
    tapped = {"tapped": _now_tapped(turn)} if kept and turn.incoming.button else {}
    return replace(following, draft={**kept, **tapped})


def _now_tapped(turn: Turn) -> list[str | None]:
    return [turn.incoming.button, turn.tx.now.isoformat()]


def _tapped_just_now(turn: Turn) -> bool:
    """Whether this very button was tapped a moment ago: an impatient thumb, to which nothing is to be said.

    One that does not name its question, such as a bare "skip", may be meant for the next.
    """
    button, at = turn.draft.get("tapped") or ("", "")
    if ":" not in button or turn.incoming.button != button:
        return False
    return turn.tx.now - datetime.fromisoformat(at) <= _A_MOMENT


def _fresh_letter(turn: Turn) -> Case | None:
    """The case about which somebody has written to him since he began the form and which he was not yet asked about."""
    case = letters.case_in_hand(turn)
    return None if case is None or case.ended or turn.draft.get("hand") == case.id else case


def _stale(turn: Turn, button: str) -> Next:
    """A button that fits nothing any more."""
    if button == "submit" and not turn.draft.get("at"):
        return complaint.nothing_to_submit(turn)
    if turn.draft.get("at") and button in _IN_A_FORM:
        return complaint.resume(turn)
    return turn.again(turn.message("old_button", ("status", "person")))
