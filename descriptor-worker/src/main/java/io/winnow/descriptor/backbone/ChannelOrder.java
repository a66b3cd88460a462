package io.winnow.descriptor.backbone;

/** What the channels of a backbone's input mean. */
public enum ChannelOrder {
  /** One channel: BT.601 luma, 0.299 R + 0.587 G + 0.114 B. */
  GRAY(1),
  /** Red, green, blue. */
  RGB(3),
  /** Blue, green, red: the order of weights that come from Caffe. */
  BGR(3);

  private final int channels;

  ChannelOrder(int channels) {
    this.channels = channels;
  }

  /** Number of channels per pixel. */
  public int channels() {
    return channels;
  }
}
