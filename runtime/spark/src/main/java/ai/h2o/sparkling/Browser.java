package ai.h2o.sparkling;

import java.awt.Desktop;
import java.io.IOException;
import java.net.URI;

/** The browser of this machine, if it has one. */
final class Browser {
    private Browser() {}

    /** Opens a page; answers whether there is a browser that does. */
    static boolean open(URI page) {
        try {
            if (!Desktop.isDesktopSupported() || !Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
                return false;
            }
            Desktop.getDesktop().browse(page);
            return true;
        } catch (IOException | LinkageError e) {
            // Small Javas come without the desktop's module or its libraries.
            return false;
        }
    }
}
