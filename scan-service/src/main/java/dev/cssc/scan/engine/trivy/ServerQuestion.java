package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;

import java.util.Collection;
import java.util.function.IntFunction;

/** What is said to a Trivy server, as JSON with the names of its protocol. Package lists have ids of our own: any text will do. */
final class ServerQuestion {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int BLOB_SCHEMA = 2;

    private ServerQuestion() {}

    /** The id under which this package list is left with a server. */
    static String id(Digest inventory) {
        return "pkgset:" + inventory;
    }

    /** {@code PutBlobRequest}: the package list as if it were an image's only layer. */
    static String putBlob(Inventory inventory) {
        return putBlob(inventory, place -> {
            InstalledPackage p = inventory.packages().get(place);
            return p.name() + "@" + p.version();
        });
    }

    /** The same of all its packages, with their places in the list as their ids, which findings repeat. */
    static String putBlob(PackageUnion union) {
        return putBlob(union.whole(), Integer::toString);
    }

    private static String putBlob(Inventory inventory, IntFunction<String> ids) {
        ObjectNode root = MAPPER.createObjectNode().put("diff_id", id(inventory.digest()));
        ObjectNode blob = root.putObject("blob_info").put("schema_version", BLOB_SCHEMA);
        String family = inventory.os().family();
        blob.putObject("os").put("family", family).put("name", inventory.os().release());
        ArrayNode packages = blob.putArray("package_infos").addObject().putArray("packages");
        for (int place = 0; place < inventory.packages().size(); place++) {
            ObjectNode node = packages.addObject().put("id", ids.apply(place));
            describe(node, family, inventory.packages().get(place));
        }
        return root.toString();
    }

    private static void describe(ObjectNode node, String family, InstalledPackage p) {
        SplitVersion binary = SplitVersion.of(family, p.version());
        SplitVersion source = SplitVersion.of(family, p.sourceVersion());
        node.put("name", p.name())
                .put("version", binary.version())
                .put("release", binary.release())
                .put("epoch", binary.epoch())
                .put("arch", p.architecture())
                .put("src_name", p.sourceName())
                .put("src_version", source.version())
                .put("src_release", source.release())
                .put("src_epoch", source.epoch());
        p.origin().ifPresent(origin -> node.putObject("repository").put("class", origin));
    }

    /** {@code ScanRequest}; the options must not be left out, the server would panic. */
    static String scan(Digest inventory) {
        String id = id(inventory);
        ObjectNode root = MAPPER.createObjectNode().put("target", id).put("artifact_id", "");
        root.putArray("blob_ids").add(id);
        ObjectNode options = root.putObject("options");
        options.putArray("pkg_types").add("os");
        options.putArray("scanners").add("vuln");
        return root.toString();
    }

    /** {@code DeleteBlobsRequest}. */
    static String deleteBlobs(Collection<Digest> inventories) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode ids = root.putArray("blob_ids");
        inventories.forEach(inventory -> ids.add(id(inventory)));
        return root.toString();
    }
}
