/** The connections between nodes: opened, secured, and let in by those alone that have the cloud's key. */
package ai.h2o.sparkling.engine.sockets;
