"""What the window works with: controller, context, jobs, prompts."""
