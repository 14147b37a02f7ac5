/** The product's mark. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      strokeWidth="3"
      strokeLinecap="round"
      className="shrink-0"
    >
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path d="M8 9c5 0 5 14 8 14s3-14 8-14" stroke="var(--on-accent)" />
      <path d="M7 16h18" stroke="var(--stage-train)" />
    </svg>
  );
}
