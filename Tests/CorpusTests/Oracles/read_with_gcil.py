"""Reads pipelines with gitlabci-local (`gcil --dump`) and prints their jobs.

    python read_with_gcil.py DIRECTORY ...

prints one JSON object: directory => { job => definition }, or null where the program reads nothing. Each directory is
read in a process of its own that starts with everything imported.
"""

import json
import os
import re
import sys
import tempfile

import yaml
from gcil.cli.main import main


class Loader(yaml.SafeLoader):
    """Reads services, which the program writes as objects of its own, as nothing."""


Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def dump(directory):
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if child == 0:
            os.chdir(directory)
            os.environ["HOME"] = directory
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            sys.argv = ["gcil", "--no-color", "--dump"]
            status = 1
            try:
                main()
                status = 0
            except SystemExit as end:
                status = end.code or 0
            finally:
                sys.stdout.flush()
                os._exit(status if isinstance(status, int) else 1)
        _, status = os.waitpid(child, 0)
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    if status != 0:
        return None
    try:
        jobs = yaml.load(re.sub(r"\x1b\[[0-9;]*m", "", text), Loader=Loader)
    except yaml.YAMLError:
        return None
    return jobs if isinstance(jobs, dict) else None


print(json.dumps({directory: dump(directory) for directory in sys.argv[1:]}, default=str))
