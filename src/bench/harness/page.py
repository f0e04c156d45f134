"""The page on speed, src/docs/speed.md, between two markers."""

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"


def fill(file, table, pictures):
    """Puts table and pictures between the markers."""
    file.write_text(filled(file.read_text(encoding="utf-8"), table, pictures), encoding="utf-8")


def filled(text, table, pictures):
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The page has no {BEGIN} and {END}")
    shown = "\n".join(f"![{alternative(path)}]({path})" for path in pictures)
    return f"{before}{BEGIN}\n{table.strip()}\n\n{shown}\n{END}{after}".replace("\n\n\n", "\n\n")


def alternative(path):
    return path.rpartition("/")[2].rpartition(".")[0].replace("-", " ").capitalize()
