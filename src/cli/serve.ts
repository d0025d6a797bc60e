import type { Command } from 'commander'
import { runService } from '../main.ts'

export const serveCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  program
    .command('serve')
    .description('run the service, as npm start does')
    .addHelpText('after', '\nExample:\n  PORT=8080 akashi serve')
    .action(() => runService(environment))
}
