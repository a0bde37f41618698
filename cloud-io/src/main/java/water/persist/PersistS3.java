package water.persist;

/** In the place of H2O's class of this name, which it asks for {@code s3:}. */
public final class PersistS3 extends StoragePersist {
    /** Made by H2O. */
    public PersistS3() {
        super(PersistHdfs.STORAGE);
    }
}
