import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../src/project-root.ts'

export interface ChromiumBinary {
  /** absolute path of the executable */
  executable: string
  /** directory with the shared libraries that the executable needs and a small machine may lack */
  libraries: string
  /** directory of this project's own for anything else that the browser reads, e.g. its font configuration */
  home: string
}

const run = promisify(execFile)
const packageName = '@sparticuz/chromium'

/**
 * Unpacks the Chromium that npm brought as a compressed package; once per version, into `node_modules/.cache`, about 2 s and 206 MB.
 * Several test files may ask at the same time: each unpacks aside, the first to finish gives its folder the final name.
 */
export async function unpackChromium(): Promise<ChromiumBinary> {
  const cache = join(projectRoot, 'node_modules', '.cache')
  const home = join(cache, `akashi-chromium-${installedVersion()}`)
  if (!existsSync(home)) {
    mkdirSync(cache, { recursive: true })
    const aside = mkdtempSync(join(cache, 'akashi-chromium-unpacking-'))
    try {
      await unpackInto(aside)
      takeFinalName(aside, home)
    } finally {
      rmSync(aside, { recursive: true, force: true })
    }
  }
  return { executable: join(home, 'chromium'), libraries: join(home, 'al2023', 'lib'), home }
}

function installedVersion(): string {
  const file = join(projectRoot, 'node_modules', packageName, 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/**
 * The package unpacks into the temporary directory of its process, and its shared libraries only where it believes to run on the
 * platform it is made for; both are said to a process of its own, so that this one's environment stays as it is.
 */
async function unpackInto(directory: string): Promise<void> {
  const program = `import(${JSON.stringify(packageName)}).then(({ default: chromium }) => chromium.executablePath())`
  try {
    await run(process.execPath, ['--eval', program], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], TMPDIR: directory, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    })
  } catch (cause) {
    throw new Error(`Browser tests need ${packageName} from npm, and it could not be unpacked into ${directory}.`, { cause })
  }
}

function takeFinalName(aside: string, home: string): void {
  try {
    renameSync(aside, home)
  } catch (error) {
    const someoneWasFaster = existsSync(join(home, 'chromium'))
    if (!someoneWasFaster) throw error
  }
}
