"""Runs gcloud's commands in copies of one interpreter that has loaded gcloud's modules.

It is the SDK's own code, without half a second of imports for each command. Arguments: the SDK's
root, and an empty folder, in which a program `gcloud` appears as soon as it can be used. That
sends its arguments, environment and folder as JSON, with its three streams, and is sent the exit
status.
"""

import atexit
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import traceback

CLIENT = """#!{python} -ISE
import json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({path!r})
request = json.dumps({{
    'arguments': sys.argv[1:],
    'environment': dict(os.environ),
    'folder': os.getcwd(),
}}).encode() + b'\\n'
sent = socket.send_fds(server, [request], [0, 1, 2])
server.sendall(request[sent:])
sys.exit(int(server.recv(16)))
"""


def serve(root, folder):
  lib = os.path.join(root, 'lib')
  sys.path[0:0] = [os.path.join(lib, 'third_party'), lib]
  from googlecloudsdk import gcloud_main

  learned, teacher = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
  teacher.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
  projector = socket.socket(socket.AF_UNIX)
  path = os.path.join(folder, 'socket')
  projector.bind(path)
  projector.listen(64)
  publish(folder, CLIENT.format(python=sys.executable, path=path))
  # Nobody waits for those who answer.
  signal.signal(signal.SIGCHLD, signal.SIG_IGN)
  while True:
    for ready in select.select([projector, learned], [], [])[0]:
      if ready is learned:
        load(json.loads(learned.recv(1 << 20)))
        continue
      client, _ = projector.accept()
      gc.freeze()
      if os.fork() == 0:
        projector.close()
        answer(client, gcloud_main, teacher)
      client.close()


def publish(folder, client):
  draft = os.path.join(folder, 'draft')
  with open(draft, 'w', encoding='utf-8') as file:
    file.write(client)
  os.chmod(draft, 0o700)
  os.rename(draft, os.path.join(folder, 'gcloud'))


def load(names):
  """What one command has loaded, the next need not."""
  for name in names:
    try:
      importlib.import_module(name)
    except BaseException:  # Some exist only while a command runs.
      pass


def answer(client, gcloud_main, teacher):
  signal.signal(signal.SIGCHLD, signal.SIG_DFL)
  text, streams, _, _ = socket.recv_fds(client, 1 << 20, 3)
  while not text.endswith(b'\n'):
    text += client.recv(1 << 20)
  request = json.loads(text)
  command = os.fork()
  if command == 0:
    client.close()
    for target, stream in enumerate(streams):
      os.dup2(stream, target)
      os.close(stream)
    run(request, gcloud_main, teacher)
  for stream in streams:
    os.close(stream)
  _, status = os.waitpid(command, 0)
  client.sendall(str(os.waitstatus_to_exitcode(status)).encode())
  os._exit(0)


def run(request, gcloud_main, teacher):
  before = set(sys.modules)
  atexit.register(lambda: teacher.send(
      json.dumps([name for name in sys.modules if name not in before]).encode()))
  os.chdir(request['folder'])
  os.environ.clear()
  os.environ.update(request['environment'])
  sys.argv = ['gcloud'] + request['arguments']
  random.seed()
  try:
    sys.exit(gcloud_main.main())
  except SystemExit as end:
    finish(end.code)
  except BaseException:
    traceback.print_exc()
    finish(1)


def finish(code):
  """As the interpreter ends, but it doesn't take apart what it shares with the server."""
  if code is not None and not isinstance(code, int):
    print(code, file=sys.stderr)
    code = 1
  atexit._run_exitfuncs()
  sys.stdout.flush()
  sys.stderr.flush()
  os._exit(code or 0)


serve(sys.argv[1], sys.argv[2])
