export { startServer, type Server, type ServerOptions } from './server.ts';
export { resetLink } from './identity/resetLink.ts';
