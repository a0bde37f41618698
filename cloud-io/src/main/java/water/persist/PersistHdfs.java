package water.persist;

import ai.h2o.sparkling.engine.NodeStorage;
import ai.h2o.sparkling.engine.api.StorageDescription;
import ai.h2o.sparkling.storage.S3Keys;
import ai.h2o.sparkling.storage.Storage;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import water.DKV;
import water.H2O;
import water.Key;

/** In the place of H2O's class of this name: every scheme but {@code s3} and {@code gs}, which H2O asks others for. */
public final class PersistHdfs extends StoragePersist {
    static final Storage STORAGE = Storage.open(NodeStorage.hadoop(), PersistHdfs::givenKeys);

    /** What H2O's readers and writers of Parquet and Hive give to Hadoop. */
    public static final Configuration CONF = STORAGE.configuration();

    static {
        NodeStorage.use(new NodeStorage.Access() {
            @Override
            public List<StorageDescription> describe() {
                return STORAGE.describe();
            }

            @Override
            public void writingFailed(Throwable reason) {
                STORAGE.writingFailed(reason);
            }

            @Override
            public void close() {
                STORAGE.close();
            }
        });
    }

    /** Made by H2O. */
    public PersistHdfs() {
        super(STORAGE);
    }

    /** What {@code h2o.persist.set_s3_credentials} left in the cloud. */
    private static Optional<S3Keys> givenKeys() {
        if (!(H2O.CLOUD.size() > 0)) {
            return Optional.empty();
        }
        IcedS3Credentials given = DKV.getGet(Key.make(IcedS3Credentials.S3_CREDENTIALS_DKV_KEY));
        return given == null
                ? Optional.empty()
                : Optional.of(new S3Keys(
                        given._accessKeyId, given._secretAccessKey, Optional.ofNullable(given._sessionToken)));
    }

    /** Does nothing: Spark renews the tokens of Hadoop. */
    public static void registerRefresherFactory(S3ATokenRefresherFactory factory) {
        // Nobody in a hosted Spark calls it; H2O's code names it.
    }
}
