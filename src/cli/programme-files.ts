import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { ServiceError } from '../errors.ts'

/** @throws ServiceError `demo_data_invalid` where the file is missing */
export const readText = (directory: string, name: string): string => {
  const path = join(directory, name)
  if (!existsSync(path)) throw new ServiceError('demo_data_invalid', `The file ${path} is missing.`)
  return readFileSync(path, 'utf8')
}

/**
 * Reads one JSON file of a programme's folder.
 *
 * @throws ServiceError `demo_data_invalid` naming the file and the place in it
 */
export const readJson = <T>(directory: string, name: string, schema: z.ZodType<T>): T => {
  let value: unknown
  try {
    value = JSON.parse(readText(directory, name))
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause
    throw new ServiceError('demo_data_invalid', `${join(directory, name)} is not JSON: ${(cause as Error).message}`, { cause })
  }
  return accept(join(directory, name), schema, value)
}

/** The same for a file that a programme may do without. */
export const readJsonMaybe = <T>(directory: string, name: string, schema: z.ZodType<T>): T | undefined =>
  existsSync(join(directory, name)) ? readJson(directory, name, schema) : undefined

export const accept = <T>(place: string, schema: z.ZodType<T>, value: unknown): T => {
  const answer = schema.safeParse(value)
  if (answer.success) return answer.data
  const problems = answer.error.issues.map((issue) => ({ path: `${place}/${issue.path.join('/')}`, message: issue.message }))
  throw new ServiceError('demo_data_invalid', `${place} cannot be read: ${problems[0]?.path} ${problems[0]?.message}`, { problems })
}
