package dev.cssc.patch.graft;

import dev.cssc.common.layer.LayerPaths;

import java.util.ArrayList;
import java.util.List;

/**
 * A donor and its sibling as their layers tell it.
 *
 * @param shared the layers that both begin with, lowest first
 * @param donor the donor's own layers, above the shared ones and below the patch
 * @param sibling the sibling's own layers
 * @param donorEnvironment the donor's variables, each {@code NAME=value}
 */
public record Kin(
        List<LayerPaths> shared, List<LayerPaths> donor, List<LayerPaths> sibling, List<String> donorEnvironment) {
    public Kin {
        shared = List.copyOf(shared);
        donor = List.copyOf(donor);
        sibling = List.copyOf(sibling);
        donorEnvironment = List.copyOf(donorEnvironment);
    }

    List<LayerPaths> own() {
        return join(donor, sibling);
    }

    List<LayerPaths> ofDonor() {
        return join(shared, donor);
    }

    List<LayerPaths> ofSibling() {
        return join(shared, sibling);
    }

    private static List<LayerPaths> join(List<LayerPaths> lower, List<LayerPaths> upper) {
        List<LayerPaths> all = new ArrayList<>(lower);
        all.addAll(upper);
        return all;
    }
}
