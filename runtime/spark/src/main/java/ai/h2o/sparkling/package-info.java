/**
 * The public face on the JVM: the context, its configuration and handles of frames. What users of the former
 * integration call by name lives here; the work is done in the packages below.
 */
package ai.h2o.sparkling;
