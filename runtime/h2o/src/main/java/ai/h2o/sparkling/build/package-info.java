/**
 * The build's own program: fetches the engine, trims and patches it, checks what is left, and packs the jars. It runs during the
 * build alone and is part of no shipped file, so it may use ASM and zstd but nothing of the runtime modules.
 */
package ai.h2o.sparkling.build;
