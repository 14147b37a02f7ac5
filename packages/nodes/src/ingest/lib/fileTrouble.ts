/**
 * Why a file cannot be read, for the person who owns it.
 * @throws the error, when the trouble is the disk's or the system's (a full table of open files, a failing disk): it
 * says nothing about the file, so the step has to be tried again and no result may hold it
 */
export function fileTrouble(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read the file';
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
      return 'the file is gone, or the link leads nowhere';
    case 'ENAMETOOLONG':
      return 'the name is too long for this system';
    default:
      throw error;
  }
}
