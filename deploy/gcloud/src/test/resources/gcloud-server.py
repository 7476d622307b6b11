"""Runs gcloud's commands in copies of one interpreter that has loaded gcloud's modules.

It is the SDK's own code, without half a second of imports for each command. Arguments: the SDK's
root, and an empty folder, in which a program `gcloud` appears as soon as it can be used. That
sends its folder, arguments and environment with its three streams, and is sent the exit status; it
imports next to nothing, because it starts some thousand times. The server ends, with its folder,
when its standard input does: the parent keeps the other end.
"""

import atexit
import gc
import importlib
import itertools
import json
import os
import random
import select
import shutil
import signal
import socket
import sys
import traceback

CLIENT = """#!{python} -ISE
import _socket, posix, sys
server = _socket.socket(_socket.AF_UNIX)
server.connect({path!r})
words = [posix.getcwd(), str(len(sys.argv) - 1)] + sys.argv[1:]
request = '\\0'.join(words).encode() + b''.join(
    b'\\0' + name + b'=' + value for name, value in posix.environ.items()) + b'\\0\\0'
streams = b''.join(stream.to_bytes(4, sys.byteorder) for stream in range(3))
sent = server.sendmsg([request], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
# To send nothing fails, too, once the server has answered and closed.
if sent < len(request):
  server.sendall(request[sent:])
posix._exit(int(server.recv(16)))
"""


def serve(root, folder):
  lib = os.path.join(root, 'lib')
  sys.path[0:0] = [os.path.join(lib, 'third_party'), lib]
  from googlecloudsdk import gcloud_main
  cli = gcloud_main.CreateCLI([])

  learned, teacher = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
  teacher.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
  ended, awake = os.pipe()
  os.set_blocking(awake, False)
  signal.set_wakeup_fd(awake, warn_on_full_buffer=False)
  signal.signal(signal.SIGCHLD, lambda *_: None)
  clients = socket.socket(socket.AF_UNIX)
  path = os.path.join(folder, 'socket')
  clients.bind(path)
  clients.listen(64)
  publish(folder, CLIENT.format(python=sys.executable, path=path))
  running = {}
  gc.freeze()
  while True:
    for ready in select.select([clients, learned, ended, sys.stdin], [], [])[0]:
      if ready is sys.stdin:
        shutil.rmtree(folder)
        os._exit(0)
      elif ready is learned:
        names, command = json.loads(learned.recv(1 << 20))
        load(names, cli, command)
        gc.freeze()
      elif ready is clients:
        client, _ = clients.accept()
        words, streams = received(client)
        command = os.fork()
        if command == 0:
          clients.close()
          client.close()
          for other in running.values():
            other.close()
          run(words, streams, gcloud_main, cli, teacher)
        for stream in streams:
          os.close(stream)
        running[command] = client
      else:
        os.read(ended, 1 << 10)
        answer(running)


def answer(running):
  """Tells the clients of the commands that have ended."""
  while running:
    command, status = os.waitpid(-1, os.WNOHANG)
    if command == 0:
      return
    client = running.pop(command)
    with client:
      client.sendall(b'%d\n' % os.waitstatus_to_exitcode(status))


def received(client):
  """The words and the streams that a client sends."""
  text, streams, _, _ = socket.recv_fds(client, 1 << 20, 3)
  while not text.endswith(b'\0\0'):
    text += client.recv(1 << 20)
  return text[:-2].decode().split('\0'), streams


def publish(folder, client):
  draft = os.path.join(folder, 'draft')
  with open(draft, 'w', encoding='utf-8') as file:
    file.write(client)
  os.chmod(draft, 0o700)
  os.rename(draft, os.path.join(folder, 'gcloud'))


def load(names, cli, command):
  """What one command has loaded, the next need not: modules, and the parsers on the way to it."""
  for name in names:
    try:
      importlib.import_module(name)
    except BaseException:  # Some exist only while a command runs.
      pass
  element = cli._TopElement()  # pylint: disable=protected-access
  for word in command:
    element = element.LoadSubElement(word)
    if element is None or not hasattr(element, 'LoadSubElement'):
      return


def run(words, streams, gcloud_main, cli, teacher):
  signal.set_wakeup_fd(-1)
  signal.signal(signal.SIGCHLD, signal.SIG_DFL)
  for target, stream in enumerate(streams):
    os.dup2(stream, target)
    os.close(stream)
  before = set(sys.modules)
  command = list(itertools.takewhile(lambda word: not word.startswith('-'), words[2:]))[:8]
  atexit.register(lambda: teacher.send(
      json.dumps([[name for name in sys.modules if name not in before], command]).encode()))
  os.chdir(words[0])
  count = int(words[1])
  sys.argv = ['gcloud'] + words[2:2 + count]
  os.environ.clear()
  os.environ.update(word.split('=', 1) for word in words[2 + count:])
  random.seed()
  try:
    sys.exit(gcloud_main.main(cli))
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
