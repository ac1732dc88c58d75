"""Work in parallel inside a task: on the Ray cluster that the task runs on, and without one in threads."""

from .child_error import ChildError, RemoteTraceback
from .options import Backend, ParallelOptions
from .parallel_map import parallel_imap, parallel_map, parallel_starmap
from .ray_resources import Amounts, RayResources, ray_resources
from .scatter_gather import scatter_gather

__all__ = [
    "Amounts",
    "Backend",
    "ChildError",
    "ParallelOptions",
    "RayResources",
    "RemoteTraceback",
    "parallel_imap",
    "parallel_map",
    "parallel_starmap",
    "ray_resources",
    "scatter_gather",
]
