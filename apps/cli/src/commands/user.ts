import type { Cli } from '../cli.ts';
import { CommandError } from '../errors.ts';
import { open } from '../open.ts';
import { printable } from '../view/format.ts';

const LOCAL = 'http://localhost:7331';

/**
 * `weft user reset-link <email>`: a link that lets somebody choose a new password. Weft sends no mail, so whoever runs the
 * machine makes it and hands it over; being able to run this is the proof.
 */
export async function resetLinkCommand(cli: Cli, email: string, { url }: { url?: string }): Promise<number> {
  const { config, output } = cli;
  const baseUrl = url ?? config.studio.publicUrl ?? LOCAL;
  const opened = await open(cli);
  try {
    const { resetLink } = await import('@weft/server');
    const link = await resetLink(opened.pool, { email, baseUrl });
    if (link === null)
      throw new CommandError(`Nobody has the e-mail ${printable(email)}.`, {
        help: 'It is the one that person signs in with. To let somebody new in, invite them in the studio.',
      });
    if (output.machine) output.json({ email, link });
    else {
      output.note(`This link sets a new password for ${printable(email)}. It works once, for an hour:`);
      output.print(link);
    }
    return 0;
  } finally {
    await opened.close();
  }
}
