package ai.h2o.sparkling.nodes;

/**
 * What tells a cloud from those before it.
 *
 * @param number counts the clouds that the application has tried to form, from 1
 * @param id name of the cloud, unique in the application
 */
public record GenerationName(int number, String id) {}
