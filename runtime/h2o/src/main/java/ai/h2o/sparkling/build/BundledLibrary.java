package ai.h2o.sparkling.build;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

/**
 * A library that came inside another one, or inside a file that is not Java's.
 *
 * @param host what holds it: the coordinates of a library, or the path of a file
 * @param hostVersion the release of that for which the line was found
 * @param url what it is
 * @param licence its SPDX identifier
 * @param evidence what shows that it is there: a folder with a class in it, or a text in the file
 */
record BundledLibrary(String host, String hostVersion, PackageURL url, String licence, String evidence) {
    /** @param list the file that the line is in */
    static BundledLibrary parse(String list, String line) {
        String[] fields = line.split("\\|", -1);
        String[] host = fields[0].strip().split("@", -1);
        if (fields.length != 4 || host.length != 2) {
            throw new BuildFailure("This line of " + list
                    + " is not of the form 'host@version | package URL | licence |" + " evidence': " + line);
        }
        try {
            return new BundledLibrary(
                    host[0], host[1], new PackageURL(fields[1].strip()), fields[2].strip(), fields[3].strip());
        } catch (MalformedPackageURLException e) {
            throw new BuildFailure(
                    "This line of " + list + " has no package URL: " + line + " (" + e.getMessage() + ")");
        }
    }

    /** Whether a library holds it, not a file. */
    boolean insideLibrary() {
        return host.contains(":");
    }
}
