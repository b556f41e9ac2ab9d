#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a test program with a PostgreSQL of its own.

    with-postgres.py KEEP-FOLDER PROGRAM [ARGUMENT]...

The server lives in a scratch folder, on a Unix socket only, and ends with the program, however that
ends. An empty cluster is made once and kept in KEEP-FOLDER. PostgreSQL does not run as root: root
lends it the account "postgres". ATLAS_TEST_DATABASE says where the server is, without a database.
"""

import ctypes
import fcntl
import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time

PR_SET_PDEATHSIG = 1
MEMORY = "/dev/shm"
MEMORY_LEAST = 1 << 30
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "min_wal_size": "2MB",
    "max_connections": "60",
    "deadlock_timeout": "100ms",
    "log_min_messages": "panic",
    "log_min_error_statement": "panic",
    "autovacuum": "off",
}


def scratch_parent():
    """In memory where there is room: nothing of it is to outlast the test."""
    if os.path.isdir(MEMORY) and shutil.disk_usage(MEMORY).free >= MEMORY_LEAST:
        return MEMORY
    return None


def find(program):
    """Debian keeps these programs out of the way, in a folder for each version."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"),
                     key=lambda folder: float(folder.split("/")[-2]), reverse=True)
    path = os.pathsep.join([*folders, os.environ.get("PATH", "")])
    found = shutil.which(program, path=path)
    if found is None:
        sys.exit(f"with-postgres: there is no {program}: install the package postgresql")
    return found


def account():
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def become(user):
    """For a child: another account, and an end when this program ends."""
    def set_up():
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        os.setsid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
    return set_up


def own(folder, user):
    if user is None:
        return
    for parent, _, files in os.walk(folder):
        os.chown(parent, user.pw_uid, user.pw_gid)
        for name in files:
            os.chown(os.path.join(parent, name), user.pw_uid, user.pw_gid)


def make_cluster(kept, user):
    """Several tests may begin at once: one of them makes it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with open(kept.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            return
        with tempfile.TemporaryDirectory(prefix="atlas-postgres-", dir=scratch_parent()) as scratch:
            own(scratch, user)
            subprocess.run([find("initdb"), "--pgdata", f"{scratch}/data", "--auth", "trust",
                            "--encoding", "UTF8", "--locale", "C", "--username", "atlas",
                            "--no-sync", "--wal-segsize", "1"],
                           check=True, stdout=subprocess.DEVNULL, cwd=scratch,
                           preexec_fn=become(user))
            part = kept.with_suffix(".part")
            with tarfile.open(part, "w") as tar:
                tar.add(f"{scratch}/data", arcname="data")
            part.rename(kept)


def start(scratch, user):
    arguments = [find("postgres"), "-D", f"{scratch}/data", "-k", scratch]
    for name, value in OPTIONS.items():
        arguments += ["-c", f"{name}={value}"]
    server = subprocess.Popen(arguments, cwd=scratch, preexec_fn=become(user))
    asks = [find("pg_isready"), "-q", "-U", "atlas", "-h", scratch]
    while subprocess.run(asks, check=False).returncode != 0:
        if server.poll() is not None:
            sys.exit("with-postgres: PostgreSQL did not start")
        time.sleep(0.02)
    return server


def main():
    user = account()
    kept = pathlib.Path(sys.argv[1], "cluster.tar")
    make_cluster(kept, user)
    with tempfile.TemporaryDirectory(prefix="atlas-postgres-", dir=scratch_parent()) as scratch:
        with tarfile.open(kept) as tar:
            tar.extractall(scratch)
        own(scratch, user)
        os.chmod(scratch, 0o755)
        server = start(scratch, user)
        try:
            environment = dict(os.environ,
                               ATLAS_TEST_DATABASE=f"host={scratch} user=atlas",
                               ATLAS_TEST_POSTGRES_PID=str(server.pid))
            return subprocess.run(sys.argv[2:], env=environment, check=False).returncode
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()


if __name__ == "__main__":
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
