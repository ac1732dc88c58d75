/**
 * Stands between the worker and an execution, in Python since that is what is there on every machine that runs tasks. It
 * starts the execution as the leader of a process group of its own, as Ray does, tells its pid on descriptor 3, and
 * takes orders on stdin: "t" for SIGTERM to the group, "k" for SIGKILL. When the worker dies, however it dies, the kernel
 * closes that pipe, and the group is killed. Once the child has ended it has half a second for its last words (what stands
 * between it and a pipe ends by itself), then what is left of the group is killed, and the exit code told.
 *
 * Run with -I -S, so that neither PYTHONPATH nor the working directory can put other code in its place.
 */
export const supervisorProgram = `
import os, signal, subprocess, sys, threading, time

def send(number):
    try:
        os.killpg(child.pid, number)
        return True
    except (ProcessLookupError, PermissionError):  # macOS: nothing but zombies
        return False

def follow_the_worker():
    while not is_over:
        order = os.read(0, 1)
        send(signal.SIGTERM if order == b"t" else signal.SIGKILL)
        if not order:
            return

is_over = False
child = subprocess.Popen([sys.executable, "-m", "raydeck.entrypoint"], stdin=subprocess.DEVNULL, start_new_session=True)
os.write(3, b"pid %d\\n" % child.pid)
threading.Thread(target=follow_the_worker, daemon=True).start()
code = child.wait()
give_up_at = time.monotonic() + 0.5
while send(0) and time.monotonic() < give_up_at:
    time.sleep(0.01)
send(signal.SIGKILL)
is_over = True
os.write(3, b"exit %d\\n" % code)
os._exit(0)
`;
