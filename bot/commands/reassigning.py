"""`hotline cases reassign`: all cases of one lawyer to others at once, as a plan that is shown before it is done."""

import sys
from typing import Any

import click

from bot.commands.database import opened
from bot.commands.printing import document, json_option
from bot.policies import office as rules
from cases import rearranging
from cases.errors import CaseError
from cases.rearranging import Outcome, Plan


@click.command()
@click.option("--from", "staff_id", required=True, help="The lawyer who cannot go on, such as L07.")
@click.option("--dry-run", is_flag=True, help="Only show who would get which case.")
@click.option("--digest", help="Refuse unless the plan is still the one that was shown with this digest.")
@json_option
def reassign(staff_id: str, dry_run: bool, digest: str | None, as_json: bool) -> None:
    """Spread the open cases of one lawyer over the others, as well as can be.

    The plan is shown first, and on a terminal you are asked before it is carried out. If no leave of his was entered he
    is on leave for one day then, so that nothing comes back to him.
    """
    office = rules()
    with opened() as database:
        plan = database.read(lambda tx: rearranging.plan(tx, office, staff_id))
        if not as_json:
            _show(plan)
        if digest not in (None, plan.digest):
            raise CaseError(f"The plan is another by now ({plan.digest}); nothing was changed. Look at it again.")
        done = None
        if not dry_run and plan.rows:
            if not as_json and not digest and sys.stdin.isatty():
                click.confirm("Carry it out?", abort=True)
            done = database.call(lambda tx: rearranging.carry_out(tx, office, plan))
    if as_json:
        document(_plain(plan, done))
    elif done:
        _tell(done)


def _show(plan: Plan) -> None:
    for row in plan.rows:
        to = row.to or f"supervisor ({row.why})"
        click.echo(f"{row.number}  {row.kind:<10} {row.urgency:<7} {row.district or '-':<7} -> {to}")
    how = f"{plan.points} points, {plan.one_by_one} one by one" if plan.rows else f"{plan.from_} has no open case"
    click.echo(f"{how}; digest {plan.digest}")


def _tell(done: Outcome) -> None:
    click.echo(f"{len(done.given)} given, {len(done.waiting)} with the supervisor, {len(done.left)} left as they were")
    for number, why in done.left.items():
        click.echo(f"{number} was left: {why}")


def _plain(plan: Plan, done: Outcome | None) -> dict[str, Any]:
    return {
        "from": plan.from_,
        "digest": plan.digest,
        "way": plan.way,
        "points": plan.points,
        "one_by_one": plan.one_by_one,
        "cases": [
            {
                "number": row.number,
                "kind": row.kind,
                "district": row.district,
                "urgency": row.urgency,
                "status": row.status,
                "to": row.to,
                "why": row.why or None,
            }
            for row in plan.rows
        ],
        "carried_out": done is not None,
        "given": dict(done.given) if done else {},
        "waiting": list(done.waiting) if done else [],
        "left": dict(done.left) if done else {},
    }
