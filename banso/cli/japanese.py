"""Click's own words in Japanese: help headings and the errors of arguments, as one sentence with status 2."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from banso.cli.messages import CANNOT, Refusal

DEBUG = "BANSO_DEBUG"
"""Environment variable that shows the traceback of an unexpected error."""


class JapaneseCommand(click.Command):
    """A command whose help page is Japanese."""

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[オプション]", **extra})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="使い方: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a Japanese heading."""
        with formatter.section("オプション"):
            formatter.write_dl(self.option_rows(ctx))

    def option_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Each option as it is written and what it means."""
        records = [
            record
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx))
        ]
        return [
            (name, text.replace("[required]", "（必須）").replace("[default: ", "[省くと: ")) for name, text in records
        ]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help`` with a Japanese description."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "この説明を表示します。"
        return option


class JapaneseGroup(JapaneseCommand, click.Group):
    """The group of all commands; every failure leaves it as one sentence and an exit status, never a traceback."""

    command_class = JapaneseCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(120)) for name in self.list_commands(ctx)]
        with formatter.section("コマンド"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a year uses them, not in alphabetical order."""
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and leave the process with its status."""
        for stream in (sys.stdout, sys.stderr):
            # A console of another code page shows ? for what it lacks instead of stopping half-way.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        extra["standalone_mode"] = False
        try:
            status = super().main(*args, **extra)
            sys.stdout.flush()
        except click.ClickException as error:
            click.echo(sentence(error), err=True)
            sys.exit(CANNOT)
        except click.Abort:
            click.echo("中断しました。", err=True)
            sys.exit(130)
        except BrokenPipeError:
            # The reader (head, less) has gone: nothing is wrong, and nothing more may be flushed at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            click.echo(unexpected(error), err=True)
            sys.exit(CANNOT)
        sys.exit(status if isinstance(status, int) else 0)


def unexpected(error: Exception) -> str:
    """The sentence for an error nobody foresaw."""
    return (
        f"思いがけない誤りのため中止しました（{type(error).__name__}: {' '.join(str(error).split())[:200]}）。"
        f"環境変数 {DEBUG}=1 を付けて同じ操作をすると、調査に役立つ詳しい記録が出ます。"
    )


def sentence(error: click.ClickException) -> str:
    """A wrong call of the command line as one Japanese sentence that says what to do."""
    if isinstance(error, Refusal):
        return error.message
    help_hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        help_hint = f"使い方は {error.ctx.command_path} --help で見られます。"
    match error:
        case click.NoSuchOption():
            near = f"（{'、'.join(error.possibilities)} のことですか）" if error.possibilities else ""
            return f"オプション {error.option_name} はありません{near}。{help_hint}"
        case click.MissingParameter():
            return f"{_parameter(error)} が指定されていません。{help_hint}"
        case click.BadOptionUsage():
            return f"オプション {error.option_name} の使い方が違います。{help_hint}"
        case click.BadParameter():
            choices = ""
            if error.param is not None and isinstance(error.param.type, click.Choice):
                choices = f"使える値は {'、'.join(map(str, error.param.type.choices))} です。"
            elif error.param is not None and isinstance(error.param.type, click.types.IntParamType):
                choices = "整数で指定してください。"
            return f"{_parameter(error)} の値が正しくありません。{choices}{help_hint}"
        case click.UsageError() if "No such command" in error.message or getattr(error, "command_name", None):
            return f"そのコマンドはありません。{help_hint}"
        case click.UsageError():
            return f"指定のしかたが違います（{error.message}）。{help_hint}"
        case _:
            return error.format_message()


def _parameter(error: click.BadParameter) -> str:
    if error.param is None:
        return error.param_hint if isinstance(error.param_hint, str) else "引数"
    if isinstance(error.param, click.Argument):
        return str(error.param.make_metavar(error.ctx) if error.ctx else error.param.name).strip("[].")
    return "/".join(error.param.opts)
