"""What `--help` shows of each command: how it is used, by examples whose words the command takes."""

from __future__ import annotations

import shlex

import click
import pytest
from click.testing import CliRunner

from remit.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_examples_that_the_command_takes(name: str) -> None:
    text = CliRunner().invoke(main, [name, "--help"], terminal_width=200).output
    examples = [line.strip() for line in text.partition("Examples:\n")[2].splitlines()]
    assert examples
    assert [] == [example for example in examples if f"remit {name} " not in f"{example} "]
    for example in examples:
        words = shlex.split(example.partition("remit ")[2].rstrip(')"'))
        plain = words[1 : next((n for n, word in enumerate(words) if word in "<>"), len(words))]
        command = main.get_command(click.Context(main), name)
        assert command is not None
        command.make_context(name, plain)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [] == [option.name for option in options if not option.help]
