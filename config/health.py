"""Whether the process lives, whether it can do its work, and whether anybody does the work that it leaves to others."""

from ipaddress import ip_address

from django.db import DatabaseError, ProgrammingError
from django.http import HttpRequest, HttpResponse, JsonResponse

from config import workload
from web.network import networks_of

# Past this an answer has waited so long that somebody should look, though a worker lives; and other work.
LONGEST_WAIT_SECONDS = 120
LONGEST_OTHER_WAIT_SECONDS = 900
# Of a queue that can't be asked.
_UNKNOWN = {"worker": False, "oldest_job_seconds": 0, "oldest_other_job_seconds": 0}


def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and holds the queue, else 503; what is missing is told to this machine alone."""
    checks = _checks()
    return _answer(request, checks, ready=bool(checks["database"] and checks["queue"]))


def workz(request: HttpRequest) -> JsonResponse:
    """200 when a worker lives and no job has waited long, else 503: for alarms, as a page can be served without."""
    checks = _checks()
    answers, others = checks["oldest_job_seconds"], checks["oldest_other_job_seconds"]
    in_time = answers <= LONGEST_WAIT_SECONDS and others <= LONGEST_OTHER_WAIT_SECONDS
    return _answer(request, checks, ready=bool(checks["worker"] and in_time))


def _checks() -> dict[str, int]:
    try:
        known = workload.reader.current()
    except ProgrammingError:
        return {"database": True, "queue": False, **_UNKNOWN}
    except DatabaseError:
        return {"database": False, "queue": False, **_UNKNOWN}
    return {
        "database": True,
        "queue": True,
        "worker": known.worker,
        "oldest_job_seconds": known.oldest_seconds,
        "oldest_other_job_seconds": known.oldest_other_seconds,
    }


def _answer(request: HttpRequest, checks: dict[str, int], *, ready: bool) -> JsonResponse:
    said = {"ready": ready} | (checks if _is_here(request) else {})
    return JsonResponse(said, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def _is_here(request: HttpRequest) -> bool:
    """Whether this machine asks, and not somebody through a proxy on it."""
    network = next(iter(networks_of(request)), "")
    return bool(network) and ip_address(network.partition("/")[0]).is_loopback
