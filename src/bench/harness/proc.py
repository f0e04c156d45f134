"""What the kernel says about processes: CPU time, memory, threads, and who belongs to whom."""

import os

TICK = 1.0 / os.sysconf("SC_CLK_TCK")


def stat(pid, task=""):
    """(parent, own CPU seconds, those of children it has waited for), or None where the process or thread is gone."""
    try:
        with open(f"/proc/{pid}{task}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    own = int(fields[11]) + int(fields[12])
    waited = int(fields[13]) + int(fields[14])
    return int(fields[1]), own * TICK, waited * TICK


def processes():
    """All processes that can be seen: {pid: (parent, own, waited)}."""
    found = {int(name): stat(name) for name in os.listdir("/proc") if name.isdigit()}
    return {pid: entry for pid, entry in found.items() if entry}


def tree(root, table=None):
    """A process and all its descendants."""
    table = table if table is not None else processes()
    children = {}
    for pid, (parent, _, _) in table.items():
        children.setdefault(parent, []).append(pid)
    found, queue = [], [root] if root in table else []
    while queue:
        pid = queue.pop()
        found.append(pid)
        queue.extend(children.get(pid, []))
    return found


def cpu_of_tree(root):
    """CPU seconds of a process, its descendants, and those of them that have ended."""
    table = processes()
    return sum(table[pid][1] + table[pid][2] for pid in tree(root, table))


def cpu_of_threads(pid, *names):
    """CPU seconds of the threads whose names begin so."""
    spent = 0.0
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/comm", encoding="utf-8", errors="replace") as file:
                name = file.read()
            entry = stat(pid, f"/task/{thread}") if name.startswith(names) else None
            spent += entry[1] if entry else 0.0
    except OSError:
        pass                        # a thread ended meanwhile
    return spent


def status(pid, key):
    """A number of /proc/<pid>/status, such as Threads or VmRSS (in kB), 0 where the process is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith(key + ":"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def total_of_tree(root, key):
    return sum(status(pid, key) for pid in tree(root))


def foreign_cpu(root):
    """CPU seconds of every process outside the tree, kernel threads apart: they work for whoever called."""
    table = processes()
    ours = set(tree(root, table))
    kernel = set(tree(2, table)) if 2 in table and table[2][0] == 0 and not os.path.exists("/proc/2/exe") else set()
    return sum(own + waited for pid, (_, own, waited) in table.items() if pid not in ours and pid not in kernel)


def stolen_cpu():
    """CPU seconds that the hypervisor gave to other machines."""
    with open("/proc/stat", encoding="utf-8") as file:
        fields = file.readline().split()
    return int(fields[8]) * TICK if len(fields) > 8 else 0.0
