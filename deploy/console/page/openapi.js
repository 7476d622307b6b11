// What the system can be asked, by its OpenAPI document: the console knows no service by name.

let tree

/** The document lies beside the page: a gateway in the cloud does not hand it out. */
export const load = async () => {
  const answer = await fetch('openapi.json')
  if (!answer.ok) throw new Error('openapi.json must lie beside this page.')
  tree = await answer.json()
}

const at = reference => reference.slice(2).split('/').reduce((node, name) => node[name], tree)

/** What a node refers to, with the name that it has there. */
export const resolve = node => {
  if (!node?.$ref) return node ?? {}
  return { ...resolve(at(node.$ref)), schemaName: node.$ref.split('/').pop() }
}

const service = path => path.split('/')[1]

const ofBody = body => resolve(body?.content?.['application/json']?.schema)

/** Each command: its service, path, type, the schema of its payload, and whether it is about something that exists. */
export const commands = () =>
  Object.entries(tree.paths)
    .filter(([, operations]) => operations.post)
    .flatMap(([path, { post }]) => {
      const body = ofBody(resolve(post.requestBody))
      const examples = Object.values(post.requestBody.content['application/json'].examples ?? {}).map(it => it.value)
      return (body.oneOf ?? [body]).map(resolve).map(({ properties, description }) => ({
        service: service(path),
        path,
        description,
        type: resolve(properties.type).enum[0],
        example: examples.find(it => it.type === resolve(properties.type).enum[0]),
        isAboutAggregate: 'aggregateId' in properties,
        payload: resolve(properties.payload)
      }))
    })

const isPaging = parameter => ['pageSize', 'pageToken'].includes(parameter.name)

const parametersOf = operation => (operation.parameters ?? []).map(resolve)

const has = (path, name) => path !== undefined && parametersOf(path.get).some(parameter => parameter.name === name)

const asIdField = name => name[0].toLowerCase() + name.slice(1) + 'Id'

/** Each list, and what can be asked of one of its items. */
export const resources = () =>
  Object.entries(tree.paths)
    .filter(([path, { get }]) => get && !path.includes('{') && tree.paths[`${path}/{id}`])
    .map(([path, { get }]) => {
      const schema = ofBody(resolve(get.responses['200']))
      const item = resolve(schema.properties.items.items)
      const events = `/${service(path)}/events`
      return {
        service: service(path),
        summary: get.summary,
        path,
        item,
        idField: asIdField(item.schemaName),
        filters: parametersOf(get).filter(parameter => parameter.in === 'query' && !isPaging(parameter)),
        isTimeTraveling: has(tree.paths[`${path}/{id}`], 'asOf'),
        eventsPath: tree.paths[`${events}/{id}`] && events,
        isExportable: `${path}/{id}/export` in tree.paths
      }
    })

export const resourceOf = name => resources().find(resource => resource.service === name)

/** The list that an id is from, by the name of its field: customerId is from the customers. */
export const resourceOfField = (field, ofService) =>
  field === 'aggregateId' ? resourceOf(ofService) : resources().find(resource => resource.idField === field)
