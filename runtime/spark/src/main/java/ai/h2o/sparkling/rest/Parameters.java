package ai.h2o.sparkling.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what stands percent-encoded in paths, queries and forms; what is malformed there is the client's mistake. */
final class Parameters {
    private Parameters() {}

    /** The pairs of a query or a form. */
    static Map<String, String> pairs(String encoded) {
        var pairs = new LinkedHashMap<String, String>();
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            var name = decode((equals < 0 ? pair : pair.substring(0, equals)).replace('+', ' '));
            var value = equals < 0 ? "" : decode(pair.substring(equals + 1).replace('+', ' '));
            if (pairs.put(name, value) != null) {
                throw RestException.badRequest("The parameter '" + name + "' is given more than once");
            }
        }
        return pairs;
    }

    /** Strict UTF-8, so that two readers never differ about a name. */
    static String decode(String encoded) {
        var raw = encoded.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed(encoded);
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(raw[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed(encoded);
        }
    }

    private static RestException malformed(String encoded) {
        return RestException.badRequest("'" + encoded + "' is not percent-encoded UTF-8");
    }
}
