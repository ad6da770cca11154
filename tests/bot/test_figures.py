"""`hotline figures` and `hotline cases reassign`, as an operator types them."""

from tests.bot.command_line import FEDERATION, LAWYER, SUPERVISOR, Run, printed, refused

DAYS = ("--from", "2026-11-01", "--to", "2026-12-31")


def test_figures_of_nothing_are_zeros_and_rates_of_nothing_are_null(run: Run) -> None:
    """
    An empty hotline: one JSON document, with no rate made up.
    """
    for words in (FEDERATION, SUPERVISOR, LAWYER):
        run(*words)

    found = printed(run("figures", *DAYS, "--by", "unit,kind,month", "--json"))

    assert (found["from"], found["to"], found["by"], found["rows"]) == (DAYS[1], DAYS[3], ["unit", "kind", "month"], [])
    assert found["total"]["cases"] == 0
    assert found["total"]["solution"]["rate"] is None
    assert found["total"]["money"] == {"confirmed_by_worker": "0.00", "stated_by_staff": "0.00"}


def test_figures_refuse_what_they_do_not_know(run: Run) -> None:
    """
    A group that is none and days that go backwards are wrong usage; a unit that is none is refused.
    """
    run(*FEDERATION)
    assert run("figures", *DAYS, "--by", "names").exit_code == 2
    assert run("figures", "--from", "2026-12-01", "--to", "2026-11-01").exit_code == 2
    assert "620599" in refused(run("figures", *DAYS, "--unit", "620599", "--json"))


def test_reassigning_nothing_says_so_and_a_plan_of_another_digest_is_refused(run: Run) -> None:
    """
    A lawyer without cases has an empty plan; one that is not the plan that was shown is not carried out.
    """
    for words in (FEDERATION, SUPERVISOR, LAWYER):
        run(*words)

    found = printed(run("cases", "reassign", "--from", "L01", "--dry-run", "--json"))

    assert (found["from"], found["cases"], found["carried_out"]) == ("L01", [], False)
    assert "digest L01" not in run("cases", "reassign", "--from", "L01").output
    assert "another by now" in refused(run("cases", "reassign", "--from", "L01", "--digest", "0" * 16, "--json"))
    assert "L99" in refused(run("cases", "reassign", "--from", "L99", "--json"))
