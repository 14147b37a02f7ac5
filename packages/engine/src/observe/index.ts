export { ACTOR_KINDS, actorSchema, workerActor, type Actor, type ActorKind } from './actor.ts';
