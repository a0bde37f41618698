package water.persist;

/** In the place of H2O's class of this name, which it asks for {@code gs:}. */
public final class PersistGcs extends StoragePersist {
    /** Made by H2O. */
    public PersistGcs() {
        super(PersistHdfs.STORAGE);
    }
}
