/** What a palette puts into a drag: the type of the node to make where it is dropped. */
export const NODE_DRAG = 'application/x-weft-node-type';
