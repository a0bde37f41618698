/** A file system of Hadoop over Amazon's own client, for a Spark that has none for S3. May use Hadoop and the client. */
package ai.h2o.sparkling.storage.s3;
