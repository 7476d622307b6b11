"""Prints what Google's APIs would not know of requests: fields, enum values, methods.

Arguments: the SDK's root, and a file with one request a line, as JSON: api, method, path, body. Each
is decoded with the message class that the SDK ships for its method.
"""

import json
import os
import re
import sys

root, requests = sys.argv[1:]
lib = os.path.join(root, 'lib')
sys.path[0:0] = [os.path.join(lib, 'third_party'), lib]

from apitools.base.py import base_api
from apitools.base.py import encoding
from apitools.base.py import encoding_helper
from googlecloudsdk.api_lib.util import apis

# The SDK has no classes for it. firebase.google.com/docs/reference/rules/rest, read 2026-11-27:
# projects.rulesets, projects.releases.
FIREBASE_RULES = {
    'POST rulesets': {'name', 'source', 'source.files', 'source.files.name', 'source.files.content',
                      'source.files.fingerprint', 'source.language', 'attachmentPoint'},
    'POST releases': {'name', 'rulesetName'},
    'PATCH releases': {'release', 'release.name', 'release.rulesetName', 'updateMask'},
}

clients = {}


def methods(api, version):
  """The methods of an API: verb, pattern of the path, messages, name of the request's class, field."""
  if (api, version) not in clients:
    client = apis.GetClientInstance(api, version, no_http=True)
    found = []
    for service in vars(client).values():
      if isinstance(service, base_api.BaseApiService):
        for name in service.GetMethodsList():
          config = service.GetMethodConfig(name)
          path = config.flat_path or config.relative_path
          pattern = '[^/:]+'.join(re.escape(part) for part in re.split(r'\{[^}]*\}', path))
          found.append((config.http_method, re.compile(pattern), client.MESSAGES_MODULE, config))
    clients[api, version] = found
  return clients[api, version]


def unknown(request):
  api, verb, path, body = (request[it] for it in ('api', 'method', 'path', 'body'))
  if api == 'firebaserules':
    collection = 'releases' if '/releases' in path else 'rulesets'
    return sorted(set(fields('', json.loads(body))) - FIREBASE_RULES['%s %s' % (verb, collection)])
  version = re.search(r'(?:^|/)(v\d\w*)/', path).group(1)
  for method, pattern, messages, config in methods(api, version):
    if method == verb and pattern.fullmatch(path):
      request_type = getattr(messages, config.request_type_name)
      if config.request_field == '':
        return ['a body'] if json.loads(body or '{}') else []
      if config.request_field != '<request>':
        request_type = request_type.field_by_name(config.request_field).type
      message = encoding.JsonToMessage(request_type, body or '{}')
      return ['.'.join([str(edge.field) for edge in edges] + [str(name)])
              for edges, names in encoding_helper.UnrecognizedFieldIter(message) for name in names]
  return ['the method']


def fields(path, value):
  if isinstance(value, dict):
    for name, child in value.items():
      yield path + name
      yield from fields(path + name + '.', child)
  elif isinstance(value, list):
    for child in value:
      yield from fields(path, child)


with open(requests, encoding='utf-8') as lines:
  for line in lines:
    request = json.loads(line)
    try:
      problems = unknown(request)
    except Exception as e:  # A body that is none of its message is such a problem too.
      problems = ['%s: %s' % (type(e).__name__, e)]
    for problem in problems:
      print('%(method)s %(api)s %(path)s: ' % request + problem)
