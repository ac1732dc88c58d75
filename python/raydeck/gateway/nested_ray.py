"""What a process beside Ray's own needs to be a driver on their cluster."""

from __future__ import annotations

import json
import os


def environment_for_drivers() -> dict[str, str]:
    """The actor's environment, with the address of its cluster and its runtime environment where `ray.init()` looks for
    them: as Ray's job supervisor leaves them to the entrypoint of a job.
    """
    import ray

    context = ray.get_runtime_context()
    job_config = json.dumps({"runtime_env": dict(context.runtime_env)})
    return {**os.environ, "RAY_ADDRESS": context.gcs_address, "RAY_JOB_CONFIG_JSON_ENV_VAR": job_config}
