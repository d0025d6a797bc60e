import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/project-root.ts'

/** Path of a file of the project's demo programme. */
export const demoPath = (name: string): string => join(projectRoot, 'demo', name)

/** A JSON file of the demo programme. */
export const demoJson = <T>(name: string): T => JSON.parse(readFileSync(demoPath(name), 'utf8')) as T
