"""The register of steps: what happens at each place of the dialogue, and what works everywhere."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases import calling
from handlers import (
    attachments,
    complaint,
    danger,
    form,
    group,
    human,
    joining,
    language,
    letters,
    links,
    memberships,
    papers,
    privacy,
    proofs,
    question,
    receipt,
    status,
    welcome,
)
from handlers.edits import edited
from handlers.question import without_held
from handlers.turn import IDLE, Next, Place, Step, Turn
from storage import conversations
from storage.cases import Case

PLACES: dict[str, Place] = {
    IDLE: Place(question.ask),
    "consent": Place(complaint.consent, complaint.asked_consent),
    "story": Place(complaint.story, complaint.asked_story),
    "form": Place(form.answer, complaint.asked_field),
    "review": Place(complaint.review, complaint.asked_review),
    "group_join": Place(joining.consent, joining.asked),
    "group_facts": Place(joining.answer, joining.asked),
    "group_review": Place(joining.review, joining.asked),
}

EVERYWHERE: dict[str, Step] = {
    "complaint": complaint.start,
    "resume": complaint.resume,
    "person": human.ask_for,
    "status": status.show,
    "language": language.switch,
    "start": links.start,
    "help": welcome.help_out,
    "thanks": welcome.thank,
    "topic": question.choose_topic,
    "none": question.none_of_them,
    "useful": question.judge,
    "useless": question.judge,
    "why": question.say_why,
    "law": question.show_law,
    "more": question.show_more,
    "reply": letters.reply,
    "ask": letters.stop_writing,
    "solved": letters.solved,
    "unsolved": letters.unsolved,
    "withdraw": status.withdraw,
    "withdraw_yes": status.withdraw_for_sure,
    "belongs": attachments.belongs,
    "receipt": receipt.show,
    "find": receipt.find,
    "not_me": receipt.not_me,
    "anonymous": privacy.anonymous,
    "discreet": privacy.discreet,
    "indiscreet": privacy.indiscreet,
    "look": privacy.look,
    "hide": privacy.hide,
    "erase": privacy.erase,
    "erase_yes": privacy.erase_for_sure,
    "proofs": proofs.show,
    "shows": proofs.tell,
    "paper_yes": papers.right,
    "paper_no": papers.wrong,
    "group": group.start,
    "group_renew": group.renew,
    "group_close": group.close,
    "join": joining.join,
    "member": memberships.show,
    "member_change": joining.change,
    "leave": memberships.leave,
    "leave_yes": memberships.leave_for_sure,
    "paid": memberships.paid,
    "unpaid": memberships.unpaid,
}
TYPED: dict[str, str] = {
    "你好": "start",
    "您好": "start",
    "在吗": "start",
    "hello": "start",
    "hi": "start",
    "谢谢": "thanks",
    "谢谢你": "thanks",
    "谢谢您": "thanks",
    "thanks": "thanks",
    "thank you": "thanks",
    "我要找律师": "complaint",
    "i want to complain": "complaint",
    "人工": "person",
    "转人工": "person",
    "客服": "person",
    "找人": "person",
    "person": "person",
    "a person": "person",
    "human": "person",
    "进度": "status",
    "查进度": "status",
    "我的工单": "status",
    "证据": "proofs",
    "我的证据": "proofs",
    "proof": "proofs",
    "evidence": "proofs",
    "status": "status",
    "我要投诉": "complaint",
    "投诉": "complaint",
    "complaint": "complaint",
    "file a complaint": "complaint",
    "帮助": "help",
    "help": "help",
    "english": "language",
    "english please": "language",
    "中文": "language",
    "取消": "cancel",
    "cancel": "cancel",
    "接着填": "resume",
    "go on with it": "resume",
    "匿名": "anonymous",
    "anonymous": "anonymous",
    "这手机别人也看": "discreet",
    "手机别人也看": "discreet",
    "others use this phone": "discreet",
    "手机只有我看": "indiscreet",
    "only i use this phone": "indiscreet",
    "删除我的信息": "erase",
    "erase my data": "erase",
    "解决了": "solved",
    "solved": "solved",
    "没解决": "unsolved",
    "工友一起": "group",
    "not solved": "unsolved",
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


def asked_for(turn: Turn) -> str:
    """What works everywhere and was tapped, typed as a command, or typed as a word; "" if none."""
    button, _ = turn.pressed
    if button:
        return button
    typed = turn.text.casefold().strip("。.!！ ")
    if typed.startswith("/"):
        command = (typed[1:].split("@")[0].split() or [""])[0]
        return command if command in (*EVERYWHERE, "cancel") else "help"
    return (
        TYPED.get(typed, "")
        or joining.asked_for(turn)
        or receipt.asked_for(turn)
        or _asked_as_question(typed.rstrip("?？ "))
    )


def _asked_as_question(typed: str) -> str:
    """A word with a question mark still asks for a person; "解决了？" is a question and decides nothing."""
    wanted = TYPED.get(typed, "")
    return "" if wanted in ("solved", "unsolved") else wanted


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
    if not turn.incoming.button and step not in joining.PLACES_HERE and (case := _fresh_letter(turn)):
        return letters.which_one(turn, case)
    return turn.again() if _tapped_just_now(turn) else _on_with_the_form(turn, step)


def _on_with_the_form(turn: Turn, step: str) -> Next:
    """What the form makes of it; words that were held back give way to new ones, and a tap that moved on is kept."""
    draft = {**without_held(turn.draft), "tapped": None} if turn.text else turn.draft
    following = PLACES[step].step(replace(turn, standing=replace(turn.standing, draft=draft)))
    if following.draft and turn.incoming.button:
        return replace(following, draft={**following.draft, "tapped": _now_tapped(turn)})
    return replace(following, draft=draft if following.draft is None else following.draft)


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
