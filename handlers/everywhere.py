"""What works everywhere in the dialogue, whatever stands open: by a tap, a command, or a word that is typed."""

from handlers import (
    attachments,
    complaint,
    group,
    human,
    instalments,
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
    referral,
    solved,
    status,
    welcome,
)
from handlers.turn import Step, Turn

EVERYWHERE: dict[str, Step] = {
    "complaint": complaint.start,
    "resume": complaint.resume,
    "person": human.ask_for,
    "status": status.show,
    "cases": status.switch,
    "see": status.see,
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
    "solved": solved.solved,
    "paid_all": solved.all_of_it,
    "paid_some": solved.some_of_it,
    "paid_none": solved.none_of_it,
    "sum_yes": solved.right,
    "content": solved.content,
    "survey": solved.survey,
    "inst_all": instalments.all_of_it,
    "inst_part": instalments.part_of_it,
    "inst_none": instalments.none_of_it,
    "inst_yes": instalments.right,
    "unsolved": letters.unsolved,
    "withdraw": status.withdraw,
    "withdraw_yes": status.withdraw_for_sure,
    "refer_yes": referral.agree,
    "refer_no": referral.decline,
    "refer_stop": referral.stop,
    "refer_stop_yes": referral.stop_for_sure,
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
    "换工单": "cases",
    "写给别的工单": "cases",
    "write to another case": "cases",
    "回执": "status",
    "receipt": "status",
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


def asked_for(turn: Turn) -> str:
    """What works everywhere and was tapped, typed as a command, or typed as a word; "" if none."""
    button, _ = turn.pressed
    if button:
        return button
    typed = turn.ours.casefold().strip("。.!！ ")
    if typed.startswith("/"):
        command = (typed[1:].split("@")[0].split() or [""])[0]
        return command if command in (*EVERYWHERE, "cancel") else "help"
    return (
        TYPED.get(typed, "")
        or joining.asked_for(turn)
        or receipt.asked_for(turn)
        or instalments.asked_for(turn)
        or _asked_as_question(typed.rstrip("?？ "))
    )


def _asked_as_question(typed: str) -> str:
    """A word with a question mark still asks for a person; "解决了？" is a question and decides nothing."""
    wanted = TYPED.get(typed, "")
    return "" if wanted in ("solved", "unsolved") else wanted
