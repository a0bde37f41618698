package ai.h2o.sparkling.build;

import java.util.regex.Pattern;

/**
 * Makes Flow work under any address that a proxy gives it.
 *
 * <p>Flow finds its server by the address of its own page, if that ends with {@code flow/index.html}; otherwise it takes the root of
 * the site. But addresses have more at their end: Databricks adds {@code ?o=…}, and every click on one of Flow's own links
 * {@code #}. So the page's address is looked at without both. And the one thing that the page takes from elsewhere, a font, goes: not
 * every browser may ask there, and no other site has to know who opens Flow.
 *
 * <p>All of Flow's calls begin at that address; Flow's own code has one place where they are made and a few where it opens a window.
 */
final class FlowPage {
    private static final String ADDRESS = "(t=window.location.toString()).endsWith(\"flow/index.html\")"
            + "?e.ContextPath=t.substring(0,t.length-\"flow/index.html\".length)";
    private static final String ADDRESS_ALONE =
            ADDRESS.replace("window.location.toString()", "window.location.href.split(/[?#]/)[0]");
    private static final String FONT =
            "<link rel=\"stylesheet\" href=\"//fonts.googleapis.com/css?family=Lato:300,400,700,300italic,400italic,700italic"
                    + "|Source+Code+Pro:400,600\" type=\"text/css\">";

    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern FROM_THE_ROOT =
            Pattern.compile("<(?:link|script|img|form)\\b[^>]*\\b(?:href|src|action)=[\"']?(?:/|https?:)[^>]*>");
    /** A request that does not begin at the page's own address. */
    private static final Pattern CALL_FROM_THE_ROOT =
            Pattern.compile("(?:ajax\\(\\{url:|window\\.open\\(|getJSON\\(|fetch\\()[\"'`]/[^\"'`]*");

    private FlowPage() {}

    static void makeRelative(Archive engine) {
        new FlowEdit(FlowEdit.SCRIPT, ADDRESS, ADDRESS_ALONE).apply(engine);
        new FlowEdit(FlowEdit.PAGE, FONT, "").apply(engine);
        refuse(
                FlowEdit.PAGE,
                FROM_THE_ROOT,
                COMMENT.matcher(FlowEdit.text(engine, FlowEdit.PAGE)).replaceAll(""));
        refuse(FlowEdit.SCRIPT, CALL_FROM_THE_ROOT, FlowEdit.text(engine, FlowEdit.SCRIPT));
    }

    private static void refuse(String file, Pattern absolute, String text) {
        var found = absolute.matcher(text);
        if (found.find()) {
            throw new BuildFailure("Flow has changed: " + file
                    + " asks for something at the root of its site, or elsewhere, which a proxy with a path prefix breaks: "
                    + found.group());
        }
    }
}
