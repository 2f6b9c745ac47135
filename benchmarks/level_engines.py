"""Engines that decide the level of a request by the priority rules of a policy, each used as its documentation advises.

Every engine gets the same compiled rules in its own form, made by a machine, and a situation as a dict of facts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial, reduce
from importlib import import_module
from itertools import count
from operator import and_, or_
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from remit.engine.rules.bounds import possible_winners
from remit.engine.rules.engines import Engine

from .figures import installed_version
from .priority_rules import PriorityRules, Situation, Syntax

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.engine.rules.compiled import CompiledRule, Conjunction
    from remit.engine.rules.engines import Choice

WORDS = Syntax(both=" and ", either=" or ", neither="not ({})")
SIGNS = Syntax(both=" && ", either=" || ", neither="!({})")

_rulesets = count()


@dataclass(frozen=True, slots=True)
class LevelEngine:
    """An engine: the package that it comes in, the module to import, and what makes it ready for some rules."""

    name: str
    package: str
    module: str
    build: Callable[[PriorityRules], Callable[[Situation], str]]

    def version(self) -> str | None:
        """Return the version installed, None where the engine cannot be imported."""
        return installed_version(self.package, self.module)


def _remit(choice: Choice, rules: PriorityRules) -> Callable[[Situation], str]:
    """Return what gives the level as remit does where all facts are stated: codes, an engine's verdict, what wins."""
    engine, group, policy = Engine(rules.compiled, choice), rules.group, rules.policy
    codes = {fact: own.code for fact, own in rules.codes.items()}

    def level(situation: Situation) -> str:
        verdict = engine.verdict(group, {fact: codes[fact](value) for fact, value in situation.items()})
        return str(possible_winners(policy.levels, policy.priority.rules, verdict)[0])

    return level


def _rule_engine(rules: PriorityRules) -> Callable[[Situation], str]:
    """Return a rule made once, of facts without types: types check a rule as it is made, and slow it down."""
    evaluate: Callable[[Situation], str] = import_module("rule_engine").Rule(rules.expression(WORDS)).evaluate
    return evaluate


def _zen_expression(rules: PriorityRules) -> Callable[[Situation], str]:
    """Return an expression compiled once."""
    evaluate: Callable[[Situation], str] = import_module("zen").compile_expression(rules.expression(WORDS)).evaluate
    return evaluate


def _zen_table(rules: PriorityRules) -> Callable[[Situation], str]:
    """Return a table of a static loader, which compiles it; by `create_decision` it takes some thirty times longer."""
    loader = {"type": "static", "content": {"level": _decision_model(rules)}}
    evaluate = import_module("zen").ZenEngine({"loader": loader}).evaluate

    def level(situation: Situation) -> str:
        decided: str = evaluate("level", situation)["result"]["level"]
        return decided

    return level


def _decision_model(rules: PriorityRules) -> dict[str, Any]:
    """Return the rules as a table, a row for each conjunction; the first row that holds wins."""
    columns = {fact: f"in{n}" for n, fact in enumerate(rules.group.reads)}
    rows = [
        {
            "_id": f"{rule.id}-{n}",
            "out": json.dumps(level),
            **dict.fromkeys(columns.values(), ""),
            **{columns[f]: ", ".join(map(json.dumps, rules.values(f, codes))) for f, codes in conjunction},
        }
        for level, own in rules.by_level()
        for rule in own
        for n, conjunction in enumerate(_conjunctions(rule))
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": column, "name": fact, "field": fact} for fact, column in columns.items()],
        "outputs": [{"id": "out", "name": "level", "field": "level"}],
        "rules": rows,
    }
    kinds = {"request": "inputNode", "table": "decisionTableNode", "answer": "outputNode"}
    nodes = [{"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}} for name, kind in kinds.items()]
    nodes[1]["content"] = table
    edges = [("request", "table"), ("table", "answer")]
    return {
        "nodes": nodes,
        "edges": [{"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in edges],
    }


def _conjunctions(rule: CompiledRule) -> tuple[Conjunction, ...]:
    if rule.holds is None:
        raise SystemExit(f"rule `{rule.id}` has no disjunctive form")
    return rule.holds


def _cel_rust(rules: PriorityRules) -> Callable[[Situation], str]:
    """Return a program compiled once."""
    execute: Callable[[Situation], str] = import_module("cel").compile(rules.expression(SIGNS)).execute
    return execute


def _cel_cpp(rules: PriorityRules) -> Callable[[Situation], str]:
    """Return an expression compiled once, of facts with types, which it needs."""
    cel = import_module("cel_expr_python.cel")
    types = {f: cel.Type.BOOL if own.values == (False, True) else cel.Type.STRING for f, own in rules.codes.items()}
    evaluate = cel.NewEnv(variables=types).compile(rules.expression(SIGNS)).eval

    def level(situation: Situation) -> str:
        decided: str = evaluate(data=situation).value()
        return decided

    return level


def _durable_rules(rules: PriorityRules) -> Callable[[Situation], str]:
    """Return a ruleset to which situations are posted as events: the first rule by priority takes one away."""
    lang = import_module("durable.lang")
    name, answers = f"level{next(_rulesets)}", SimpleQueue[str]()

    def action(number: int, level: str) -> Callable[[object], None]:
        def answer(_: object) -> None:
            answers.put(level)

        answer.__name__ = f"rule{number}"  # rules of one name would replace one another
        return answer

    numbers = count()
    with lang.ruleset(name):
        for priority, (level, own) in enumerate(rules.by_level(), 1):
            for conjunction in (c for rule in own for c in _conjunctions(rule)):
                pattern = _pattern(rules, conjunction, lang.m)
                lang.when_all(lang.pri(priority), pattern)(action(next(numbers), level))

    def decide(situation: Situation) -> str:
        lang.post(name, situation)
        return answers.get(timeout=10)  # its own threads answer some

    return decide


def _pattern(rules: PriorityRules, conjunction: Conjunction, message: Any) -> object:
    """Return a conjunction as durable-rules writes it; without a test it asks for an event of any situation."""
    if not conjunction:
        return +getattr(message, rules.group.reads[0])
    tests = [
        reduce(or_, [getattr(message, fact) == value for value in rules.values(fact, codes)])
        for fact, codes in conjunction
    ]
    return reduce(and_, tests)


REMIT = LevelEngine("remit, builtin", "remit", "remit", partial(_remit, "builtin"))
ENGINES = (
    REMIT,
    LevelEngine("remit, by durable-rules", "durable-rules", "durable_rules_engine", partial(_remit, "durable")),
    LevelEngine("rule-engine, rule", "rule-engine", "rule_engine", _rule_engine),
    LevelEngine("zen-engine, expression", "zen-engine", "zen", _zen_expression),
    LevelEngine("zen-engine, decision table", "zen-engine", "zen", _zen_table),
    LevelEngine("CEL, cel-expr-python", "cel-expr-python", "cel_expr_python.cel", _cel_cpp),
    LevelEngine("CEL, common-expression-language", "common-expression-language", "cel", _cel_rust),
    LevelEngine("durable-rules, events", "durable-rules", "durable.lang", _durable_rules),
)
